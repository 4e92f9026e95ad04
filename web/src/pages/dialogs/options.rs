//! What an item is sold with: modifiers, or the parts of a combo.

use leptos::prelude::*;

use crate::i18n::Key;
use crate::pages::app;
use crate::state::adding::{Answer, Question, Wanted};
use crate::ui::dynamic::{parts, press, text};

/// The places of the answers of a question among all answers.
type Places = std::ops::Range<usize>;

#[component]
pub(super) fn Options(wanted: Wanted) -> impl IntoView {
    let app = app();
    let questions = app.questions(&wanted);
    let first = questions.iter().flat_map(|question| &question.answers).map(|one| one.units);
    let units = RwSignal::new(first.collect::<Vec<u32>>());
    let mut at = 0;
    let groups = questions.into_iter().map(|Question { name, min, max, answers }| {
        let places = at..at + answers.len();
        at = places.end;
        let rows = answers.into_iter().zip(places.clone()).map(|(answer, place)| {
            option(units, answer, place, (max, min, places.clone()))
        });
        let rows = parts(rows);
        view! {
            <fieldset class="options">
                <legend class="label">{name} " " <span class="hint">{app.how_many(min, max)}</span></legend>
                {rows}
            </fieldset>
        }
        .into_any()
    });
    let groups = parts(groups);
    let done = if wanted.line.is_some() { Key::Apply } else { Key::AddToCart };
    view! {
        {groups}
        <button
            class="button button-primary button-large"
            id="options-done"
            data-testid="options-done"
            on:click=press(move || app.answer_options(&wanted, &units.read_untracked()))
        >
            {app.t(done)}
        </button>
    }
}

fn option(
    units: RwSignal<Vec<u32>>,
    answer: Answer,
    place: usize,
    group: (Option<u32>, u32, Places),
) -> AnyView {
    let app = app();
    let Answer { name, price, most, .. } = answer;
    let free = price.value().is_zero();
    let price = if free { String::new() } else { format!("+{}", app.price_words(price)) };
    let now = move || units.read().get(place).copied().unwrap_or_default();
    let count = move || if now() > 1 { format!(" × {}", now()) } else { String::new() };
    let given = move || units.update(|units| give(units, place, most, &group));
    view! {
        <button
            type="button"
            class="option"
            id=format!("option-{place}")
            data-testid="option"
            aria-pressed=text(move || (now() > 0).to_string())
            on:click=press(given)
        >
            <span>{name} {text(count)}</span>
            <span class="figure">{price}</span>
        </button>
    }
    .into_any()
}

/// Gives an answer once more; past its most it is not given. Of a group that takes one the other
/// goes, and what has to be answered stays so.
fn give(
    units: &mut [u32],
    place: usize,
    most: u32,
    (max, min, places): &(Option<u32>, u32, Places),
) {
    let one = *max == Some(1);
    let Some(group) = units.get_mut(places.clone()) else { return };
    let Some(at) = place.checked_sub(places.start).filter(|at| *at < group.len()) else { return };
    let now = group[at];
    let others: u32 = group.iter().sum::<u32>() - now;
    if one {
        group.fill(0);
        group[at] = u32::from(now == 0 || *min > 0);
    } else {
        let room = max.is_none_or(|max| others + now < max);
        group[at] = if now < most && room { now + 1 } else { 0 };
    }
}
