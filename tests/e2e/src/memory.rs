//! The wasm memory of a page.

/// A script for the `<head>` of a page: exposes the memory that the chunks share as
/// `window.memory`.
pub const EXPOSE_MEMORY: &str = "<script>
    const { instantiateStreaming } = WebAssembly;
    WebAssembly.instantiateStreaming = async (...rest) => {
        const result = await instantiateStreaming(...rest);
        const { exports } = result.instance;
        window.memory ??= Object.values(exports).find((one) => one instanceof WebAssembly.Memory);
        return result;
    };
    </script>";
