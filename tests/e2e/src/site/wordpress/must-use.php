<?php
// What the tests need in every page of the site.
$recorder = function () {
	printf( '<script src="%s"></script>', esc_url( getenv( 'SITE_RECORDER' ) ) );
};
add_action( 'wp_head', $recorder, 0 );
add_action( 'admin_head', $recorder, 0 );
// Without fonts for emoji, WordPress would request pictures of them from another server.
remove_action( 'wp_head', 'print_emoji_detection_script', 7 );
remove_action( 'admin_print_scripts', 'print_emoji_detection_script' );
