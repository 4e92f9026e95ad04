use serde_json::{Value, json};

use crate::support::TestDb;
use crate::support::command::{stderr, stdout, titan};

#[test]
fn a_wrong_environment_stops_the_start_with_every_reason() {
    let url = ("DATABASE_URL", "postgres://titan:hunter2@127.0.0.1:1/titan");
    let error = stderr(&titan(&["serve"], &[url, ("PORT", "99999"), ("LOG_FORMAT", "xml")]));
    assert!(error.contains("PORT: \"99999\" is not a whole number in range; allowed: 1 to 65535"));
    assert!(error.contains("LOG_FORMAT: \"xml\" is not a format; allowed: pretty or json"));
    assert!(!error.contains("hunter2"));
    assert!(stderr(&titan(&["serve"], &[])).contains("DATABASE_URL: it is not set"));
    assert!(stderr(&titan(&["serve"], &[url])).contains("JWT_SECRET: it is not set"));
    assert!(stderr(&titan(&["migrate"], &[])).contains("DATABASE_URL: it is not set"));
    let error = stderr(&titan(&["migrate"], &[url]));
    assert!(
        error.contains("the database cannot be reached") && !error.contains("hunter2"),
        "{error}"
    );
}

#[test]
fn a_port_in_use_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let env = [
        ("DATABASE_URL", "postgres://x@127.0.0.1:1/x"),
        ("JWT_SECRET", "0123456789abcdef0123456789abcdef"),
        ("PORT", port.as_str()),
    ];
    let error = stderr(&titan(&["serve"], &env));
    assert!(error.contains(&format!("cannot listen on 127.0.0.1:{port}")), "{error}");
}

#[test]
fn the_binary_describes_itself() {
    let description: Value = serde_json::from_str(&stdout(&titan(&["describe"], &[]))).unwrap();
    let commands = description["commands"].as_array().unwrap();
    for command in [
        "serve",
        "sync-worker",
        "jobs-worker",
        "all",
        "migrate",
        "seed",
        "org",
        "store",
        "tax",
        "staff",
        "register",
        "import",
        "enrol-code",
        "price",
        "day",
        "rebuild",
        "verify",
        "health",
        "describe",
    ] {
        assert!(commands.contains(&json!(command)), "{command}");
    }
    let routes = description["routes"].as_array().unwrap();
    for route in ["/health", "/ready", "/metrics", "/api/openapi.json", "/api/v1/journal"] {
        assert!(routes.contains(&json!(route)), "{route}");
    }
    assert_eq!(description["port"], 8000);
    let env = description["env"].as_array().unwrap();
    let required: Vec<&str> = env
        .iter()
        .filter(|setting| setting["required"] == true)
        .map(|setting| setting["name"].as_str().unwrap())
        .collect();
    assert_eq!(required, ["DATABASE_URL", "JWT_SECRET"]);
    assert_eq!(description["metrics"].as_array().unwrap().len(), 9);
}

#[tokio::test]
async fn the_demo_shop_is_set_up_once_and_lets_in_each_time() {
    let db = TestDb::empty().await;
    let url = db.url();
    let env = [("DATABASE_URL", url.as_str()), ("PORT", "8123")];
    stdout(&titan(&["migrate"], &env));
    let text = stdout(&titan(&["seed"], &env));
    assert!(text.contains("1906  Grace Vogel (owner)"), "{text}");
    assert_eq!(text.matches("enrol: http://localhost:8123/?enrol=").count(), 2, "{text}");
    let welcome: Value = serde_json::from_str(&stdout(&titan(&["seed", "--json"], &env))).unwrap();
    assert_eq!(
        welcome["pins"][3],
        json!({"name": "Mina Sommer", "pin": "2718", "role": "cashier"})
    );
    assert_eq!(welcome["registers"][0]["code"], "R1");
    assert_eq!(welcome["registers"][1]["name"], "Café till");
    let pool = db.superuser().await;
    let counts: String = sqlx::query_scalar(
        "SELECT concat_ws(' ', (SELECT count(*) FROM items), (SELECT count(*) FROM staff),
                (SELECT count(*) FROM registers), (SELECT count(*) FROM taxes),
                (SELECT count(*) FROM categories), (SELECT count(*) FROM enrol_codes))",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    assert_eq!(counts, "306 4 2 3 15 4");
    pool.close().await;
    let code = stdout(&titan(&["enrol-code", "R2", "--bare"], &env));
    assert_eq!(code.trim().len(), 14);
    let error = stderr(&titan(&["enrol-code", "R9"], &env));
    assert!(error.contains("there is no till \"R9\"; there are R1, R2"), "{error}");
}
