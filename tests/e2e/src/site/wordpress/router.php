<?php
// Serves files, and gives every other request to WordPress, as a rewrite rule does.
$root = $_SERVER['DOCUMENT_ROOT'];
$path = rtrim( parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH ), '/' );
if ( '' !== $path && ( is_file( $root . $path ) || is_file( "$root$path/index.php" ) ) ) {
	return false;
}
require "$root/index.php";
