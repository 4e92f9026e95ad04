//! Keys that the browser keeps: they sign and authenticate, and cannot be read out.

use futures::future::LocalBoxFuture;
use js_sys::{Array, ArrayBuffer, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use super::base64::{from_base64, to_base64};
use super::{PlatformError, window};

/// The register's key pair: ECDSA on P-256.
#[derive(Clone, Debug)]
pub struct SigningKey {
    pair: JsValue,
    private: CryptoKey,
    public: CryptoKey,
}

/// The key under which PIN verifiers of this device are made.
#[derive(Clone, Debug)]
pub struct Pepper(CryptoKey);

impl SigningKey {
    /// Makes a key pair whose private half cannot be exported.
    ///
    /// # Errors
    /// [`PlatformError`] where WebCrypto is not there, as on a page without HTTPS.
    pub async fn generate() -> Result<Self, PlatformError> {
        let algorithm = object(&[("name", "ECDSA"), ("namedCurve", "P-256")]);
        let usages = Array::of2(&"sign".into(), &"verify".into());
        let pair = subtle()?.generate_key_with_object(&algorithm, false, &usages)?;
        Self::from_js(wait(pair).await?)
    }

    /// Takes a pair as it is kept in the database.
    ///
    /// # Errors
    /// [`PlatformError`] when the value is not a key pair.
    pub fn from_js(pair: JsValue) -> Result<Self, PlatformError> {
        let key = |name: &str| -> Result<CryptoKey, PlatformError> {
            let key = Reflect::get(&pair, &name.into())?;
            key.dyn_into().map_err(|_| PlatformError(format!("{name} is not a key")))
        };
        let (private, public) = (key("privateKey")?, key("publicKey")?);
        Ok(Self { pair, private, public })
    }

    /// Returns the pair as the database keeps it.
    #[must_use]
    pub const fn to_js(&self) -> &JsValue {
        &self.pair
    }

    /// Signs bytes: `r || s`, base64url without padding.
    ///
    /// # Errors
    /// [`PlatformError`] when the browser does not sign.
    pub async fn sign(&self, bytes: &[u8]) -> Result<String, PlatformError> {
        let promise = subtle()?.sign_with_object_and_buffer_source(
            &ecdsa_sha256()?,
            &self.private,
            &Uint8Array::from(bytes),
        )?;
        Ok(to_base64(&buffer(wait(promise).await?)))
    }

    /// Returns whether a signature over bytes is by this key.
    ///
    /// # Errors
    /// [`PlatformError`] when the browser does not verify.
    pub async fn verify(&self, bytes: &[u8], signature: &str) -> Result<bool, PlatformError> {
        let signature = from_base64(signature)?;
        let promise = subtle()?.verify_with_object_and_buffer_source_and_buffer_source(
            &ecdsa_sha256()?,
            &self.public,
            &Uint8Array::from(signature.as_slice()),
            &Uint8Array::from(bytes),
        )?;
        Ok(wait(promise).await?.is_truthy())
    }

    /// Returns the public key: SPKI, base64url without padding.
    ///
    /// # Errors
    /// [`PlatformError`] when the browser does not export it.
    pub async fn public_key(&self) -> Result<String, PlatformError> {
        let promise = subtle()?.export_key("spki", &self.public)?;
        Ok(to_base64(&buffer(wait(promise).await?)))
    }

    /// Returns whether the browser would give the private key out.
    #[must_use]
    pub fn is_extractable(&self) -> bool {
        self.private.extractable()
    }
}

impl Pepper {
    /// Takes the bytes of a pepper, base64url, into a key that cannot be read out again.
    ///
    /// # Errors
    /// [`PlatformError`] when the text is not base64url or the browser refuses.
    pub async fn import(text: &str) -> Result<Self, PlatformError> {
        let bytes = from_base64(text)?;
        let algorithm = object(&[("name", "HMAC"), ("hash", "SHA-256")]);
        let promise = subtle()?.import_key_with_object(
            "raw",
            &Uint8Array::from(bytes.as_slice()),
            &algorithm,
            false,
            &Array::of1(&"sign".into()),
        )?;
        Self::from_js(wait(promise).await?)
    }

    /// Takes a key as it is kept in the database.
    ///
    /// # Errors
    /// [`PlatformError`] when the value is not a key.
    pub fn from_js(key: JsValue) -> Result<Self, PlatformError> {
        key.dyn_into().map(Self).map_err(|_| PlatformError("the pepper is not a key".into()))
    }

    /// Returns the key as the database keeps it.
    #[must_use]
    pub fn to_js(&self) -> &JsValue {
        self.0.as_ref()
    }

    /// Returns the HMAC-SHA-256 of bytes.
    ///
    /// # Errors
    /// [`PlatformError`] when the browser refuses.
    pub async fn mac(&self, bytes: &[u8]) -> Result<Vec<u8>, PlatformError> {
        let promise =
            subtle()?.sign_with_str_and_buffer_source("HMAC", &self.0, &Uint8Array::from(bytes))?;
        Ok(buffer(wait(promise).await?))
    }
}

fn subtle() -> Result<SubtleCrypto, PlatformError> {
    let subtle = window().crypto()?.subtle();
    if subtle.is_undefined() {
        return Err(PlatformError("WebCrypto needs a page over HTTPS".into()));
    }
    Ok(subtle)
}

/// Boxed: unboxed, each use of it would compile the whole of it again.
fn wait(promise: Promise) -> LocalBoxFuture<'static, Result<JsValue, PlatformError>> {
    Box::pin(async move { Ok(JsFuture::from(promise).await?) })
}

fn buffer(value: JsValue) -> Vec<u8> {
    Uint8Array::new(&value.unchecked_into::<ArrayBuffer>()).to_vec()
}

fn ecdsa_sha256() -> Result<Object, PlatformError> {
    Ok(object(&[("name", "ECDSA"), ("hash", "SHA-256")]))
}

fn object(fields: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        // Setting a field of a fresh object does not fail.
        let _ = Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    object
}
