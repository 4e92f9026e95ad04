//! Randomness and the ids made of it.

use uuid::{Builder, Uuid};

use super::{clock, window};

/// Returns random bytes of the browser's generator.
#[must_use]
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    let drawn = window().crypto().and_then(|crypto| {
        crypto.get_random_values_with_u8_array(&mut bytes)?;
        Ok(())
    });
    // It only fails for more than 65,536 bytes.
    debug_assert!(drawn.is_ok());
    bytes
}

/// Returns a UUID v7: its order is the order of time.
#[must_use]
pub fn uuid_v7() -> Uuid {
    let ms = u64::try_from(clock::now().0).unwrap_or(0);
    Builder::from_unix_timestamp_millis(ms, &bytes()).into_uuid()
}

/// Returns any number.
#[must_use]
pub fn u32() -> u32 {
    u32::from_le_bytes(bytes())
}
