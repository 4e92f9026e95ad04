//! The types of the documents, for TypeScript. The test `types.test.ts` of the package holds
//! them to the JSON schemas, and those to what core writes.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &'static str = include_str!("types.d.ts");

#[cfg(feature = "full")]
#[wasm_bindgen(typescript_custom_section)]
const TYPES_FULL: &'static str = include_str!("types_full.d.ts");
