//! The allocator of the wasm, which is smaller than the standard one.

use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

#[cfg(not(feature = "probe"))]
#[global_allocator]
static ALLOCATOR: WasmDynamicTalc = new_wasm_dynamic_allocator();

#[cfg(feature = "probe")]
#[global_allocator]
static ALLOCATOR: cap::Cap<WasmDynamicTalc> =
    cap::Cap::new(new_wasm_dynamic_allocator(), usize::MAX);

/// How many bytes are allocated.
#[cfg(feature = "probe")]
pub fn allocated() -> usize {
    ALLOCATOR.allocated()
}
