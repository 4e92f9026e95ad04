use std::io::Write as _;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

use crate::support::command::stdout;
use crate::support::program;

fn price(args: &[&str], input: &Value) -> Output {
    let mut child = Command::new(program())
        .arg("price")
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.to_string().as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

/// Two kinds of goods; a tenth off for a group, 1.00 off with a coupon.
fn request() -> Value {
    let line = |id: u32, price: &str, quantity: &str| {
        let item = json!({
            "id": id, "sku": format!("S{id}"), "name": "Goods", "category": 1,
            "price": price, "unit": "each", "taxes": [1],
        });
        json!({"id": id, "item": item, "quantity": quantity})
    };
    let promotions = json!([
        {
            "id": 1, "name": "Members", "conditions": {"customer_groups": [7]},
            "benefit": {"discount": {"off": {"percent": "10"}}},
        },
        {
            "id": 2, "name": "Spring", "coupon": "SPRING",
            "benefit": {"discount": {"off": {"amount": 100}}},
        },
    ]);
    json!({
        "cart": {
            "id": "00000000-0000-0000-0000-000000000001", "currency": "EUR",
            "lines": [line(1, "1050", "3"), line(2, "333", "1")],
        },
        "book": {
            "currency": "EUR", "prices_include_tax": false, "promotions": promotions,
            "taxes": [{"id": 1, "code": "s", "name": "VAT", "kind": {"percent": {"rate": "19"}}}],
        },
    })
}

#[test]
fn a_cart_is_priced_in_its_context() {
    let mut input = request();
    let total = |input: &Value| {
        let priced: Value = serde_json::from_str(&stdout(&price(&[], input))).unwrap();
        priced["total"].as_i64().unwrap()
    };
    // 31.50 + 3.33, with 19 %: 37.485 and 3.9627.
    assert_eq!(total(&input), 3749 + 396);
    // A tenth less, 28.35 and 3.00; 1.00 less over them, 0.90 and 0.10: 27.45 and 2.90.
    input["context"] = json!({"customer_groups": [7], "coupons": [{"code": "spring"}]});
    assert_eq!(total(&input), 2745 + 522 + 290 + 55);
}

#[test]
fn the_steps_of_each_line_add_up_to_its_total() {
    let mut input = request();
    input["context"] = json!({"customer_groups": [7], "coupons": [{"code": "SPRING"}]});
    let explained: Value = serde_json::from_str(&stdout(&price(&["--explain"], &input))).unwrap();
    let priced: Value = serde_json::from_str(&stdout(&price(&[], &input))).unwrap();
    assert_eq!(explained["priced"], priced);
    let steps = explained["steps"].as_array().unwrap();
    let mut sum = 0;
    for line in priced["lines"].as_array().unwrap() {
        let own = steps.iter().filter(|step| step["line"] == line["line"]);
        let counted = own.clone().filter(|step| step["rule"] != "included_tax");
        let amounts: i64 = counted.map(|step| step["amount"].as_i64().unwrap()).sum();
        assert_eq!(amounts, line["total"].as_i64().unwrap());
        sum += amounts;
        let rules: Vec<_> = own.map(|step| step["rule"].as_str().unwrap()).collect();
        assert_eq!(rules, ["unit_price", "promotion", "promotion", "added_tax"]);
    }
    assert_eq!(sum, priced["total"].as_i64().unwrap());
    assert_eq!(steps[1]["by"]["order"], 1);
    assert_eq!(steps[1]["by"]["rounding"], "half_up");
}

#[test]
fn what_cannot_be_priced_is_refused_by_its_field() {
    let refused = |change: fn(&mut Value)| {
        let mut input = request();
        change(&mut input);
        let output = price(&[], &input);
        assert!(!output.status.success() && output.stdout.is_empty());
        let refusal: Value = serde_json::from_slice(&output.stderr).unwrap();
        assert!(!refusal["message"].as_str().unwrap().is_empty());
        format!("{} {}", refusal["code"].as_str().unwrap(), refusal["field"].as_str().unwrap())
    };
    let check = |change: fn(&mut Value), expect: &str| assert_eq!(refused(change), expect);
    check(|input| input["cart"]["id"] = json!(7), "json.type cart.id");
    check(
        |input| input["cart"]["lines"][1]["item"]["price"] = json!("1e3"),
        "json.value cart.lines[1].item.price",
    );
    check(
        |input| input["cart"]["lines"][0]["quantity"] = json!("0.5"),
        "cart.quantity cart.lines[0].quantity",
    );
    check(|input| input["cart"]["lines"][1]["id"] = json!(1), "cart.same_line cart.lines[1].id");
    check(
        |input| input["cart"]["lines"][1]["item"]["taxes"] = json!([1, 9]),
        "price.unknown_tax cart.lines[1].item.taxes",
    );
    check(|input| input["cart"]["currency"] = json!("USD"), "price.currency cart.currency");
    check(
        |input| input["book"]["promotions"][0]["benefit"]["discount"]["off"] = json!({"half": 1}),
        "json.value book.promotions[0].benefit.discount.off",
    );
    check(|input| input["context"] = json!({"shop": 1}), "json.unknown context.shop");
    check(|input| drop(input.as_object_mut().unwrap().remove("book")), "json.missing book");
}
