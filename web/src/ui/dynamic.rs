//! What changes on the screen, in few types. Leptos compiles its machinery for each type of closure it is given;
//! boxed, a hundred closures share one. That is a fifth of what a first visit downloads.

use std::sync::Arc;

use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// A value that is worked out again when a signal it read changes.
pub type Dynamic<T> = Box<dyn FnMut() -> T + Send>;

/// What happens on an event.
pub type Handler<E> = Box<dyn FnMut(E)>;

/// A text that changes.
pub fn text(words: impl FnMut() -> String + Send + 'static) -> Dynamic<String> {
    Box::new(words)
}

/// An attribute that comes and goes.
pub fn maybe(words: impl FnMut() -> Option<String> + Send + 'static) -> Dynamic<Option<String>> {
    Box::new(words)
}

/// A condition: of a class, of being disabled.
pub fn flag(is: impl FnMut() -> bool + Send + 'static) -> Dynamic<bool> {
    Box::new(is)
}

/// A part of the screen that is drawn anew when a signal it read changes.
pub fn part(draw: impl FnMut() -> AnyView + Send + 'static) -> AnyView {
    let draw: Dynamic<AnyView> = Box::new(draw);
    draw.into_any()
}

/// A part of the screen that is there while a condition holds.
pub fn when(
    is: impl Fn() -> bool + Send + Sync + 'static,
    draw: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let is: Box<dyn Fn() -> bool + Send + Sync> = Box::new(is);
    let held = Memo::new(move |_| is());
    part(move || if held.get() { draw() } else { ().into_any() })
}

/// Several parts, one after the other.
pub fn parts(all: impl IntoIterator<Item = AnyView>) -> AnyView {
    all.into_iter().collect_view().into_any()
}

/// A part for each key, which stays as long as its key does.
pub fn list(
    keys: impl Fn() -> Vec<u64> + Send + Sync + 'static,
    draw: impl Fn(u64) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let keys: Box<dyn Fn() -> Vec<u64> + Send + Sync> = Box::new(keys);
    let draw: Arc<dyn Fn(u64) -> AnyView + Send + Sync> = Arc::new(draw);
    view! { <For each=keys key=|key| *key children=move |key| draw(key) /> }.into_any()
}

/// What a press does.
pub fn press(mut act: impl FnMut() + 'static) -> Handler<MouseEvent> {
    Box::new(move |_| act())
}

/// What any other event does.
pub fn on<E>(act: impl FnMut(E) + 'static) -> Handler<E> {
    Box::new(act)
}
