//! The memory of the wasm in a page.

/// A script for the head of a page: keeps the memory that the parts of the wasm share as
/// `window.memory`.
pub const KEPT: &str = "<script>
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = async (...rest) => {
        const result = await instantiate(...rest);
        const { exports } = result.instance;
        window.memory ??= Object.values(exports).find((one) => one instanceof WebAssembly.Memory);
        return result;
    };
    </script>";
