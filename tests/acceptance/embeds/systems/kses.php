<?php
/**
 * php kses.php WORDPRESS save|show <in.json >out.json: a list of HTML fragments, each as WordPress keeps it
 * (wp_kses_post), or as its pages then show it (with the filters of the_content).
 *
 * WordPress's own code without its database: the options asked for are answered by filters, as plugins do.
 */
set_error_handler(
	function ( $level, $message, $file, $line ) {
		throw new ErrorException( $message, 0, $level, $file, $line );
	},
	E_ALL & ~E_DEPRECATED
);
define( 'ABSPATH', rtrim( $argv[1], '/' ) . '/' );
define( 'WPINC', 'wp-includes' );
define( 'WP_DEBUG', true );

$parts = array( 'compat', 'load', 'plugin', 'pomo/translations', 'l10n', 'functions', 'formatting', 'kses', 'shortcodes' );
foreach ( $parts as $part ) {
	require_once ABSPATH . WPINC . "/$part.php";
}
add_filter( 'pre_option_blog_charset', fn() => 'UTF-8' );
add_filter( 'locale', fn() => 'en_US' );
do_action( 'init' );

$filters = array(
	'save' => array( 'wp_kses_post' ),
	'show' => array( 'wp_kses_post', 'wptexturize', 'wpautop', 'shortcode_unautop' ),
);
$results = array();
foreach ( json_decode( stream_get_contents( STDIN ), true, 4, JSON_THROW_ON_ERROR ) as $html ) {
	foreach ( $filters[ $argv[2] ] as $filter ) {
		$html = $filter( $html );
	}
	$results[] = $html;
}
echo json_encode( $results, JSON_THROW_ON_ERROR | JSON_UNESCAPED_UNICODE );
