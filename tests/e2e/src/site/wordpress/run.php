<?php
// Runs code in WordPress: php run.php FOLDER CODE. The first time, it installs the site.
list( , $folder, $code ) = $argv;
$_SERVER['HTTP_HOST'] = getenv( 'SITE_HOST' );
function wp_mail() {
	return true;
}
mysqli_report( MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT );
$database = new mysqli( 'localhost', 'root', '', '', 0, getenv( 'SITE_SOCKET' ) );
$is_new   = ! $database->query( "SHOW DATABASES LIKE 'wordpress'" )->num_rows;
if ( $is_new ) {
	$database->query( 'CREATE DATABASE wordpress' );
	define( 'WP_INSTALLING', true );
}
require "$folder/wp-load.php";
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';
if ( $is_new ) {
	wp_install( 'News', 'editor', 'editor@news.example', true, '', 'password' );
	// Pictures of users are on another server.
	update_option( 'show_avatars', 0 );
	update_option( 'permalink_structure', '/%postname%/' );
}
wp_set_current_user( 1 );
echo eval( $code );
