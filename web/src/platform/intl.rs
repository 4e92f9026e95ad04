//! Amounts and times as the user's language writes them.

use std::cell::RefCell;

use js_sys::{Array, Function, Intl, Object, Reflect};
use titan_core::money::format::plain;
use titan_core::money::{Currency, Minor};
use titan_core::time::Timestamp;
use wasm_bindgen::{JsCast, JsValue};

thread_local! {
    /// Making a formatter costs more than a thousand uses of it.
    static FORMATTERS: RefCell<Vec<(String, Function)>> = const { RefCell::new(Vec::new()) };
}

/// Writes an amount with the sign of its currency: `€42.60`.
#[must_use]
pub fn money(amount: Minor, currency: Currency, locale: &str) -> String {
    let text = plain(amount, currency);
    let key = format!("{locale} {currency}");
    let make = || {
        let options = options(&[("style", "currency"), ("currency", currency.code())]);
        number_format(locale, &options)
    };
    call(&key, make, &JsValue::from_str(&text)).unwrap_or(text)
}

/// Writes an amount without a sign: `42.60`.
#[must_use]
pub fn amount(amount: Minor, currency: Currency, locale: &str) -> String {
    let text = plain(amount, currency);
    decimal(&text, currency.digits(), locale)
}

/// Writes a decimal text with a fixed number of places.
#[must_use]
pub fn decimal(text: &str, places: u8, locale: &str) -> String {
    let key = format!("{locale} {places}");
    let make = || {
        let options = Object::new();
        for name in ["minimumFractionDigits", "maximumFractionDigits"] {
            let _ = Reflect::set(&options, &name.into(), &JsValue::from(places));
        }
        number_format(locale, &options)
    };
    // The formatter takes decimal texts exactly; no float is made of them.
    call(&key, make, &JsValue::from_str(text)).unwrap_or_else(|| text.to_owned())
}

/// Writes date and time in a time zone (the device's own if the zone is not known).
#[must_use]
pub fn date_time(at: Timestamp, zone: &str, locale: &str) -> String {
    let styles = [("dateStyle", "short"), ("timeStyle", "short"), ("timeZone", zone)];
    time_text(at, locale, &styles)
}

/// Writes the time of day in a time zone.
#[must_use]
pub fn time_of_day(at: Timestamp, zone: &str, locale: &str) -> String {
    time_text(at, locale, &[("timeStyle", "short"), ("timeZone", zone)])
}

/// Returns the offset of a time zone from UTC in minutes, east positive, at an instant; none if
/// the browser does not know the zone.
#[must_use]
pub fn offset_minutes(at: Timestamp, zone: &str) -> Option<i32> {
    // In English: `11/24/2026, GMT+01:00`, and `GMT` alone for no offset at all.
    let text = time_text(at, "en-US", &[("timeZoneName", "longOffset"), ("timeZone", zone)]);
    let (_, offset) = text.split_once("GMT")?;
    let Some((hours, minutes)) = offset.split_once(':') else { return Some(0) };
    let (sign, hours) = hours.split_at_checked(1)?;
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.get(..2)?.parse().ok()?);
    let minutes = hours * 60 + minutes;
    Some(if sign == "+" { minutes } else { -minutes })
}

fn time_text(at: Timestamp, locale: &str, styles: &[(&str, &str)]) -> String {
    let zone = styles.last().map_or("", |(_, zone)| zone);
    let kind = styles.first().map_or("", |(name, _)| name);
    let key = format!("{locale} {zone} {kind}");
    let make = || {
        let locales = Array::of1(&locale.into());
        let with_zone =
            Reflect::construct(&intl("DateTimeFormat")?, &Array::of2(&locales, &options(styles)));
        let made = with_zone.or_else(|_| {
            let styles = &styles[..styles.len() - 1];
            Reflect::construct(&intl("DateTimeFormat")?, &Array::of2(&locales, &options(styles)))
        })?;
        Reflect::get(&made, &"format".into())
    };
    #[expect(clippy::cast_precision_loss, reason = "dates are within ±2^53")]
    let ms = at.0 as f64;
    call(&key, make, &JsValue::from_f64(ms)).unwrap_or_default()
}

fn number_format(locale: &str, options: &Object) -> Result<JsValue, JsValue> {
    let format = Intl::NumberFormat::new(&Array::of1(&locale.into()), options);
    Ok(format.format().into())
}

fn intl(name: &str) -> Result<Function, JsValue> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into())?;
    Ok(Reflect::get(&intl, &name.into())?.unchecked_into())
}

fn options(fields: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in fields {
        let _ = Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    object
}

fn call(
    key: &str,
    make: impl FnOnce() -> Result<JsValue, JsValue>,
    value: &JsValue,
) -> Option<String> {
    let found = FORMATTERS.with_borrow(|all| {
        all.iter().find(|(other, _)| other == key).map(|(_, format)| format.clone())
    });
    let format = match found {
        Some(format) => format,
        None => {
            let format: Function = make().ok()?.unchecked_into();
            FORMATTERS.with_borrow_mut(|all| all.push((key.to_owned(), format.clone())));
            format
        }
    };
    format.call1(&JsValue::UNDEFINED, value).ok()?.as_string()
}
