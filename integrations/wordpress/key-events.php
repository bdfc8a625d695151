<?php
/**
 * Plugin Name: Key events
 * Description: A live timeline of key events, as the block “Key events” and as the shortcode [key_events].
 * Version: 0.1.0
 * Requires at least: 6.1
 * Requires PHP: 7.4
 * License: MIT OR Apache-2.0
 */

defined( 'ABSPATH' ) || exit;

// The folder of the built files. To use a CDN, define the URL in wp-config.php.
defined( 'KEY_EVENTS_URL' ) || define( 'KEY_EVENTS_URL', plugins_url( 'dist/', __FILE__ ) );

/** The attributes of the element, each with its allowed words. True: the attribute has no value. */
const KEY_EVENTS_ATTRIBUTES = array(
	// <attributes>
	'src' => '', 'format' => '', 'select' => '', 'order' => 'newest, oldest', 'limit' => '', 'collapsed' => true,
	'heading' => '', 'heading-level' => '', 'time' => 'auto, relative, absolute', 'time-zone' => '', 'refresh' => '', 'anchor' => '',
	'offset' => '', 'loading' => 'lazy, eager', 'theme' => 'auto, light, dark', 'images' => true, 'overview' => true, 'reading-bar' => true,
	'remember' => true, 'lang' => '', 'dir' => 'ltr, rtl, auto', 'debug' => true,
	// </attributes>
);

/** Registers the block, the shortcode and the module. */
function key_events_init() {
	wp_register_script( 'key-events', trailingslashit( KEY_EVENTS_URL ) . 'key-events.js', array(), null, true );
	wp_register_script( 'key-events-editor', false, array( 'wp-blocks', 'wp-block-editor', 'wp-components', 'wp-element', 'wp-server-side-render' ), null, true );
	wp_add_inline_script( 'key-events-editor', 'const keyEventsAttributes = ' . wp_json_encode( KEY_EVENTS_ATTRIBUTES ) . ';' . KEY_EVENTS_EDITOR );
	$attributes = array( 'category' => array( 'type' => 'string' ), 'accent' => array( 'type' => 'string' ) );
	foreach ( KEY_EVENTS_ATTRIBUTES as $name => $allowed ) {
		$attributes[ $name ] = array( 'type' => true === $allowed ? 'boolean' : 'string' );
	}
	register_block_type( 'key-events/timeline', array(
		'api_version'           => 2,
		'title'                 => 'Key events',
		'description'           => 'A live timeline of key events.',
		'category'              => 'embed',
		'icon'                  => 'list-view',
		'supports'              => array( 'align' => true, 'html' => false ),
		'attributes'            => $attributes,
		'editor_script_handles' => array( 'key-events-editor' ),
		'render_callback'       => function ( $given ) {
			return '<div ' . get_block_wrapper_attributes() . '>' . key_events_render( $given ) . '</div>';
		},
	) );
	add_shortcode( 'key_events', 'key_events_render' );
}
add_action( 'init', 'key_events_init' );

/** The element, for a block or a shortcode. Until the first list, it shows links to the latest posts. */
function key_events_render( $given ) {
	wp_enqueue_script( 'key-events' );
	$attributes = array();
	foreach ( (array) $given as $name => $value ) {
		// In a shortcode, a name without a value has a number instead of a name.
		list( $name, $value ) = is_int( $name ) ? array( $value, true ) : array( $name, $value );
		if ( isset( KEY_EVENTS_ATTRIBUTES[ $name ] ) && '' !== $value && false !== $value ) {
			$attributes[ $name ] = true === $value ? '' : ( 'src' === $name ? esc_url_raw( $value ) : (string) $value );
		}
	}
	$fallback = '';
	if ( empty( $attributes['src'] ) ) {
		$category = isset( $given['category'] ) ? $given['category'] : '';
		$term     = get_category_by_slug( $category );
		$query    = array( 'per_page' => 50, '_fields' => 'id,link,date_gmt,modified_gmt,title,excerpt,sticky,tags' );
		$query   += $category ? array( 'categories' => $term ? $term->term_id : 0 ) : array();
		$attributes['src'] = add_query_arg( $query, rest_url( 'wp/v2/posts' ) );
		foreach ( get_posts( array( 'numberposts' => 10, 'category_name' => $category ) ) as $post ) {
			$fallback .= sprintf( '<li><a href="%s">%s</a></li>', esc_url( get_permalink( $post ) ), esc_html( wp_strip_all_tags( get_the_title( $post ) ) ) );
		}
		$fallback = $fallback ? "<ul>$fallback</ul>" : '';
	}
	// A color, not a list of declarations.
	if ( isset( $given['accent'] ) && preg_match( '/^[\w\s#%(),.-]+$/D', $given['accent'] ) ) {
		$attributes['style'] = '--key-events-color-accent: ' . $given['accent'];
	}
	$html = '';
	foreach ( $attributes as $name => $value ) {
		$html .= sprintf( ' %s="%s"', $name, 'src' === $name ? esc_url( $value ) : esc_attr( $value ) );
	}
	return "<key-events$html>$fallback</key-events>";
}

// The module also shows the timeline in the editor.
add_action( 'enqueue_block_assets', function () {
	if ( is_admin() ) {
		wp_enqueue_script( 'key-events' );
	}
} );
add_filter( 'script_loader_tag', function ( $tag, $handle, $src ) {
	return 'key-events' === $handle ? wp_get_script_tag( array( 'type' => 'module', 'src' => $src ) ) : $tag;
}, 10, 3 );

// A timeline on another site reads these headers of the feed.
add_filter( 'rest_exposed_cors_headers', function ( $headers ) {
	return array_merge( $headers, array( 'Date', 'Age', 'Retry-After' ) );
} );

/** What the editor needs beside the block's registration: a preview and its settings. */
const KEY_EVENTS_EDITOR = <<<'JS'
( ( { blocks, blockEditor, components, element: { createElement: el }, serverSideRender } ) => {
	blocks.registerBlockType( 'key-events/timeline', { edit( { attributes, setAttributes } ) {
		const field = ( [ label, allowed ] ) => {
			const value = attributes[ label ], onChange = ( value ) => setAttributes( { [ label ]: value } );
			if ( allowed === true ) return el( components.ToggleControl, { key: label, label, checked: !! value, onChange } );
			const options = [ '', ...allowed.split( ', ' ) ].map( ( value ) => ( { label: value, value } ) );
			return el( allowed ? components.SelectControl : components.TextControl, { key: label, label, value: value || '', options, onChange } );
		};
		const color = { label: 'Accent', value: attributes.accent, onChange: ( accent ) => setAttributes( { accent } ) };
		return el( 'div', blockEditor.useBlockProps(),
			el( blockEditor.InspectorControls, null,
				el( components.PanelBody, { title: 'Key events' }, [ [ 'category', '' ], ...Object.entries( keyEventsAttributes ) ].map( field ) ),
				el( blockEditor.PanelColorSettings, { title: 'Color', colorSettings: [ color ] } ) ),
			el( components.Disabled, null, el( serverSideRender, { block: 'key-events/timeline', attributes } ) ) );
	} } );
} )( wp );
JS;
