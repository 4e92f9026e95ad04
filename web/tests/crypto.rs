//! Keys and PINs in a real browser.

use titan_core::shop::PinVerifier;
use titan_web::platform::base64::{from_base64, to_base64};
use titan_web::platform::crypto::{Pepper, SigningKey};
use titan_web::platform::pin;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
async fn the_register_signs_with_a_key_that_cannot_be_read_out() {
    let key = SigningKey::generate().await.unwrap();
    assert!(!key.is_extractable());
    let signature = key.sign(b"thirty-two bytes of a hash......").await.unwrap();
    assert_eq!(from_base64(&signature).unwrap().len(), 64, "r and s");
    assert_eq!(key.verify(b"thirty-two bytes of a hash......", &signature).await, Ok(true));
    assert_eq!(key.verify(b"thirty-two bytes of another hash", &signature).await, Ok(false));
    let spki = from_base64(&key.public_key().await.unwrap()).unwrap();
    // SPKI of an uncompressed P-256 point: 26 bytes of header, 04, x and y.
    assert_eq!((spki.len(), spki[26]), (91, 4));
}

#[wasm_bindgen_test]
async fn a_pin_is_checked_as_the_server_made_its_verifier() {
    // argon2-cffi 25.1: low_level.hash_secret_raw(b"1815", bytes([7] * 16), 2, 64, 1, 32, Type.ID),
    // then hmac.new(bytes([9] * 32), that, "sha256").
    let verifier = |mac: &str| PinVerifier {
        salt: to_base64(&[7; 16]),
        memory_kib: 64,
        passes: 2,
        mac: mac.into(),
    };
    let stretched = pin::stretch("1815", &verifier("")).unwrap();
    assert_eq!(to_base64(&stretched), "W_H4sQRK0w8ezXDr2ZPqjnQRQ4yJRPgAw5vrDtY0JKs");
    let pepper = Pepper::import(&to_base64(&[9; 32])).await.unwrap();
    let right = verifier("Ra9Oazyv9CePHwYWw7gz06z-7tCp1n7nzXQgug8yx9w");
    assert_eq!(pin::matches("1815", &right, &pepper).await, Ok(true));
    assert_eq!(pin::matches("1816", &right, &pepper).await, Ok(false));
    let other = Pepper::import(&to_base64(&[8; 32])).await.unwrap();
    assert_eq!(pin::matches("1815", &right, &other).await, Ok(false), "another device");
}
