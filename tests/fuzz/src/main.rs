//! libFuzzer over one of the targets of `tests/smoke`: the one that `TOPLINE_TARGET` names.

#![no_main]

use std::env;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use topline_smoke::{Target, target};

static TARGET: OnceLock<Target> = OnceLock::new();

fuzz_target!(|data: &[u8]| {
    let read = TARGET.get_or_init(|| {
        let name = env::var("TOPLINE_TARGET").unwrap_or_default();
        target(&name).unwrap_or_else(|| panic!("TOPLINE_TARGET names no target: `{name}`"))
    });
    (read.read)(data);
});
