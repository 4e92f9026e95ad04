//! One page at a time: Web Locks.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::window;

#[wasm_bindgen]
extern "C" {
    /// web-sys counts the lock manager among the unstable interfaces; browsers do not.
    type LockManager;

    #[wasm_bindgen(method)]
    fn request(this: &LockManager, name: &str, options: &Object, granted: &Function) -> Promise;
}

/// How a lock is asked for.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Only if nobody holds it.
    IfFree,
    /// When whoever holds it lets go.
    InTurn,
    /// Now; whoever holds it loses it.
    Steal,
}

/// Asks for a lock and returns whether it was granted. It is held until the page goes or another
/// page steals it; `lost` is called then.
pub async fn claim(name: &str, claim: Claim, lost: impl FnOnce() + 'static) -> bool {
    let Some(manager) = manager() else { return true };
    let (sender, receiver) = futures::channel::oneshot::channel();
    let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        let held = !lock.is_null();
        let _ = sender.send(held);
        if !held {
            return JsValue::UNDEFINED;
        }
        // A promise that never settles holds the lock.
        Promise::new(&mut |_, _| {}).into()
    });
    let promise = manager.request(name, &options(claim), granted.unchecked_ref());
    spawn_local(async move {
        if JsFuture::from(promise).await.is_err() {
            lost();
        }
    });
    receiver.await.unwrap_or(false)
}

fn manager() -> Option<LockManager> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    (!locks.is_undefined()).then(|| locks.unchecked_into())
}

fn options(claim: Claim) -> Object {
    let options = Object::new();
    let flag = match claim {
        Claim::IfFree => "ifAvailable",
        Claim::Steal => "steal",
        Claim::InTurn => return options,
    };
    let _ = Reflect::set(&options, &flag.into(), &JsValue::TRUE);
    options
}
