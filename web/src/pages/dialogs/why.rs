//! Why a line has its price: every cent of it.

use leptos::prelude::*;
use titan_core::ids::{LineId, TaxId};
use titan_core::money::Minor;
use titan_core::pricing::explain::{Rule, Step};

use crate::i18n::Key;
use crate::pages::app;
use crate::state::App;
use crate::ui::dynamic::{part, parts};

#[component]
pub(super) fn Why(line: LineId) -> impl IntoView {
    let app = app();
    part(move || {
        // The reasons change with the cart.
        app.basket.totals.track();
        let steps = app.basket.explain(line).unwrap_or_default();
        let counted = steps.iter().filter(|step| step.rule.counts());
        let sum = Minor::sum(counted.map(|step| step.amount)).unwrap_or_default();
        let rows = steps.iter().map(|step| row(app, line, step));
        view! {
            <p class="hint">{app.t(Key::WhyPrice)}</p>
            <dl class="reasons" data-testid="reasons">
                {parts(rows)}
                <div class="reason reason-sum">
                    <dt>{app.t(Key::Total)}</dt>
                    <dd class="figure" data-testid="reason-sum" data-minor=sum.get().to_string()>
                        {app.money(sum)}
                    </dd>
                </div>
            </dl>
        }
        .into_any()
    })
}

fn row(app: App, line: LineId, step: &Step) -> AnyView {
    let counts = step.rule.counts();
    view! {
        <div class="reason" class:reason-aside=!counts>
            <dt>{words(app, line, step)}</dt>
            <dd class="figure" data-testid="reason" data-minor=step.amount.get().to_string()>
                {app.amount(step.amount)}
            </dd>
        </div>
    }
    .into_any()
}

fn words(app: App, line: LineId, step: &Step) -> String {
    match &step.rule {
        Rule::UnitPrice | Rule::TypedPrice => app.line_words(line),
        Rule::PriceList(listed) => format!("{} · {}", listed.name, app.line_words(line)),
        Rule::Combo(combo) => format!("{} · {}", combo.name, app.line_words(line)),
        Rule::Overridden(before) => {
            format!("{} · {}", app.line_words(line), app.instead_of(before))
        }
        Rule::Modifier(picked) => format!("{} × {}", picked.units, picked.name),
        Rule::LineDiscount(discount) => app.discount_name(discount),
        Rule::Promotion(promotion) => {
            let n = promotion.units.to_string();
            app.tf(Key::WhyUnits, &[("name", &promotion.name), ("n", &n)])
        }
        Rule::CartDiscount(discount) => {
            app.tf(Key::WhyOnAll, &[("discount", &app.discount_name(discount))])
        }
        Rule::IncludedTax(tax) => app.tf(Key::WhyIncluded, &[("tax", &tax_name(app, *tax))]),
        Rule::AddedTax(tax) => tax_name(app, *tax),
    }
}

fn tax_name(app: App, id: TaxId) -> String {
    let shop = app.shop.get_untracked();
    let tax = shop.as_ref().and_then(|shop| shop.book.tax(id));
    tax.map_or_else(|| app.t(Key::Tax).to_owned(), |tax| tax.name.clone())
}
