//! The service worker: the app opens without a network, and an update waits to be let in.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration, ServiceWorkerState,
};

use super::window;

const CHECK_EVERY_MS: u32 = 30 * 60 * 1000;

/// The registered service worker.
#[derive(Clone)]
pub struct Worker {
    registration: ServiceWorkerRegistration,
    letting_in: Rc<Cell<bool>>,
}

/// Registers the service worker; `ready` is called when a new version waits to be let in.
pub async fn register(ready: impl Fn() + Clone + 'static) -> Option<Worker> {
    let container = container()?;
    let promise = container.register("/sw.js");
    let registration: ServiceWorkerRegistration =
        JsFuture::from(promise).await.ok()?.unchecked_into();
    if registration.waiting().is_some() && container.controller().is_some() {
        ready();
    }
    let worker = Worker { registration: registration.clone(), letting_in: Rc::default() };
    watch(&registration, &container, ready);
    reload_once(&container, worker.letting_in.clone());
    check_now_and_then(registration);
    Some(worker)
}

impl Worker {
    /// Lets the waiting version in; the page then loads itself again, once.
    pub fn let_in(&self) {
        let Some(waiting) = self.registration.waiting() else { return };
        self.letting_in.set(true);
        let message = Object::new();
        let _ = Reflect::set(&message, &"type".into(), &"SKIP_WAITING".into());
        let _ = waiting.post_message(&message);
    }
}

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = window().navigator();
    let there = Reflect::has(&navigator, &"serviceWorker".into()).unwrap_or(false);
    there.then(|| navigator.service_worker())
}

fn watch(
    registration: &ServiceWorkerRegistration,
    container: &ServiceWorkerContainer,
    ready: impl Fn() + Clone + 'static,
) {
    let (found, container) = (registration.clone(), container.clone());
    let closure = Closure::<dyn Fn()>::new(move || {
        let Some(installing) = found.installing() else { return };
        let (ready, container, state) = (ready.clone(), container.clone(), installing.clone());
        let changed = Closure::<dyn Fn()>::new(move || {
            // Without a controller this is the first installation, not an update.
            if state.state() == ServiceWorkerState::Installed && container.controller().is_some() {
                ready();
            }
        });
        let listener = changed.into_js_value();
        installing.set_onstatechange(Some(listener.unchecked_ref()));
    });
    registration.set_onupdatefound(Some(closure.into_js_value().unchecked_ref()));
}

fn reload_once(container: &ServiceWorkerContainer, letting_in: Rc<Cell<bool>>) {
    let closure = Closure::<dyn Fn()>::new(move || {
        if letting_in.replace(false) {
            super::page::reload();
        }
    });
    container.set_oncontrollerchange(Some(closure.into_js_value().unchecked_ref()));
}

fn check_now_and_then(registration: ServiceWorkerRegistration) {
    gloo_timers::callback::Interval::new(CHECK_EVERY_MS, move || {
        let _ = registration.update();
    })
    .forget();
}

/// Returns the script of the worker that controls the page, for support.
#[must_use]
pub fn controller() -> Option<String> {
    container()?.controller().as_ref().map(ServiceWorker::script_url)
}
