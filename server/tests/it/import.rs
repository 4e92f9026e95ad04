use std::io::Write as _;
use std::process::Stdio;

use titan_server::import::mapping::Mapping;
use titan_server::import::{Progress, Summary, run};

use crate::support::{TestApp, program};

/// Imports a text whose columns have the names of the fields.
pub(crate) async fn import(app: &TestApp, text: &str) -> Summary {
    let (summary, refused) = try_import(app, text).await;
    assert_eq!(refused, "");
    summary
}

async fn try_import(app: &TestApp, text: &str) -> (Summary, String) {
    let mut refused = Vec::new();
    let mut tell = |progress: Progress<'_>| {
        if let Progress::Rejected(error) = progress {
            refused.push(format!("{} {}", error.line, error.field));
        }
    };
    let mapping = Mapping::default();
    let (tx, summary) =
        run(&app.app.db, app.org, text.as_bytes(), &mapping, &mut tell).await.unwrap();
    tx.commit().await.unwrap();
    (summary, refused.join(", "))
}

const HEADER: &str = "sku,name,category,price,unit,tax,barcodes,colour\n";

#[tokio::test]
async fn good_rows_go_in_and_bad_ones_are_named() {
    let app = TestApp::new().await;
    let rows = "\
T-1,Tea,Pantry,2.50,each,reduced,4006381333931,green
T-2,\"Coffee, \"\"black\"\"
ground\",Pantry,5.99,each,reduced,,
T-3,,Pantry,1.00,each,reduced,,
T-4,Milk,Dairy & Eggs,one,each,reduced,,
T-5,Milk,Dairy & Eggs,1.00,each,luxury,,
T-1,Tea again,Pantry,2.60,each,reduced,,
T-6,Salt,Spices,0.49,each,reduced,,
T-7,Pepper
T-8,Rice,Pantry,3.00,kg,,,
";
    let (summary, refused) = try_import(&app, &format!("{HEADER}{rows}")).await;
    // The quoted name with the line break in it is refused for the control character.
    assert_eq!(refused, "3 name, 5 name, 6 price, 7 tax, 8 sku, 10 row");
    assert_eq!((summary.read, summary.added, summary.rejected), (9, 3, 6));
    let price: String =
        app.scalar("SELECT trim_scale(price)::text FROM items WHERE sku = 'T-1'").await;
    assert_eq!(price, "250");
    assert_eq!(app.count("categories WHERE name = 'Spices'").await, 1);
    assert_eq!(app.count("item_barcodes WHERE barcode = '4006381333931'").await, 1);
}

#[tokio::test]
async fn tags_floors_and_packs_go_in_and_stay_where_the_file_is_silent() {
    let app = TestApp::new().await;
    let header = "sku,name,price,tags,minimum_price,packs\n";
    let beer =
        "B-1,Beer,0.99,organic|local,0.80,Six-pack:6:5.49:2911000141243;Crate:20::CR-1 CR-2\n";
    let extras = "SELECT extras::text FROM items WHERE sku = 'B-1'";
    import(&app, &format!("{header}{beer}")).await;
    let tag = |name: &str| format!("SELECT tag_id FROM tags WHERE name = '{name}'");
    let (organic, local): (i32, i32) =
        (app.scalar(&tag("organic")).await, app.scalar(&tag("local")).await);
    let mut tags = [organic, local];
    tags.sort_unstable();
    let expect = serde_json::json!({
        "tags": tags, "minimum_price": "80",
        "packs": [
            {"id": 1, "name": "Six-pack", "contains": "6", "price": "549", "barcodes": ["2911000141243"]},
            {"id": 2, "name": "Crate", "contains": "20", "barcodes": ["CR-1", "CR-2"]},
        ],
    });
    let seen: String = app.scalar(extras).await;
    assert_eq!(serde_json::from_str::<serde_json::Value>(&seen).unwrap(), expect);
    let again = import(&app, &format!("{header}{beer}")).await;
    assert_eq!((again.changed, again.unchanged), (0, 1));
    // Without the columns they stay; an empty column takes them away.
    import(&app, "sku,name,price\nB-1,Beer,1.09\n").await;
    assert_eq!(app.scalar::<String>(extras).await, seen);
    import(&app, "sku,name,price,tags,minimum_price\nB-1,Beer,1.09,,\n").await;
    let left: serde_json::Value =
        serde_json::from_str(&app.scalar::<String>(extras).await).unwrap();
    assert_eq!(left, serde_json::json!({"packs": expect["packs"]}));

    let bad = "X-1,X,1,,cheap,\nX-2,X,1,,,Box\nX-3,X,1,,,Box:2::X-3\nX-4,X,1,,,A:1:0.5;B:0\n";
    let (_, refused) = try_import(&app, &format!("{header}{bad}")).await;
    assert_eq!(refused, "2 minimum_price, 3 packs, 4 packs.barcodes, 5 packs");
}

#[tokio::test]
async fn known_items_are_changed_only_where_the_file_says_so() {
    let app = TestApp::new().await;
    import(&app, &format!("{HEADER}T-1,Tea,Pantry,2.50,each,reduced,111 222,green\n")).await;
    let id: i32 = app.scalar("SELECT item_id FROM items WHERE sku = 'T-1'").await;
    let again =
        import(&app, &format!("{HEADER}T-1,Tea,Pantry,2.50,each,reduced,111;222,green\n")).await;
    assert_eq!((again.added, again.changed, again.unchanged), (0, 0, 1));
    // No column for barcodes and colour: they stay.
    let text = "sku,name,category,price,unit,tax\nT-1,Green tea,Pantry,2.75,each,reduced\n";
    let third = import(&app, text).await;
    assert_eq!((third.added, third.changed, third.unchanged), (0, 1, 0));
    let row: String = app
        .scalar(
            "SELECT concat_ws('|', item_id, name, trim_scale(price), colour,
                    (SELECT string_agg(barcode, ' ' ORDER BY position) FROM item_barcodes b
                     WHERE b.item_id = i.item_id)) FROM items i WHERE sku = 'T-1'",
        )
        .await;
    assert_eq!(row, format!("{id}|Green tea|275|green|111 222"));
    let fourth =
        import(&app, &format!("{HEADER}T-1,Green tea,Pantry,2.75,each,reduced,,green\n")).await;
    assert_eq!(fourth.changed, 1);
    assert_eq!(app.count("item_barcodes WHERE barcode IN ('111', '222')").await, 0);
    // The goods of the demo shop, those of them that got extras, and the three changes above.
    assert_eq!(app.count("changes WHERE kind = 'item'").await, 306 + 16 + 3);
}

#[tokio::test]
async fn an_import_that_is_not_committed_leaves_nothing() {
    let app = TestApp::new().await;
    let before = app.count("items").await;
    let text = format!("{HEADER}T-1,Tea,New shelf,2.50,each,reduced,111,green\n");
    let mapping = Mapping::default();
    let open = run(&app.app.db, app.org, text.as_bytes(), &mapping, &mut |_| {}).await.unwrap();
    drop(open);
    assert_eq!(app.count("items").await, before);
    assert_eq!(app.count("categories WHERE name = 'New shelf'").await, 0);
}

#[tokio::test]
async fn an_import_that_is_killed_leaves_nothing() {
    let app = TestApp::new().await;
    let before = app.count("items").await;
    let dir = TestApp::temp();
    let pipe = dir.path().join("goods.csv");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let mut child = std::process::Command::new(program())
        .args(["import", "catalog"])
        .arg(&pipe)
        .env("DATABASE_URL", app.db.url())
        .env_remove("REDIS_URL")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut writer = std::fs::OpenOptions::new().write(true).open(&pipe).unwrap();
    writer.write_all(HEADER.as_bytes()).unwrap();
    for n in 0..6_000 {
        writeln!(writer, "K-{n},Thing {n},Killed,1.00,each,reduced,,").unwrap();
    }
    writer.flush().unwrap();
    // The first five thousand are in the database's temporary table when this line comes.
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stderr.take().unwrap()));
    assert!(lines.any(|line| line.unwrap().starts_with("read 5000 rows")));
    child.kill().unwrap();
    child.wait().unwrap();
    drop(writer);
    assert_eq!(app.count("items").await, before);
    assert_eq!(app.count("categories WHERE name = 'Killed'").await, 0);
    // The lock of the killed one is gone: the next import runs through.
    import(&app, &format!("{HEADER}T-1,Tea,Pantry,2.50,each,reduced,111,green\n")).await;
}

#[tokio::test]
async fn the_program_imports_with_a_mapping_and_reports() {
    let app = TestApp::new().await;
    let dir = TestApp::temp();
    let (file, errors) = (dir.path().join("goods.csv.gz"), dir.path().join("errors.jsonl"));
    let mut gz =
        flate2::write::GzEncoder::new(std::fs::File::create(&file).unwrap(), Default::default());
    writeln!(gz, "id,title,cents,shelf").unwrap();
    writeln!(gz, "1,Water,99,\n2,,99,Drinks\n3,Juice,199,Drinks").unwrap();
    gz.finish().unwrap();
    let import = |more: &[&str]| {
        let output = std::process::Command::new(program())
            .args(["import", "catalog"])
            .arg(&file)
            .args(["--map", "sku=id", "--map", "name=title", "--map", "price_minor=cents"])
            .args(["--map", "category=shelf", "--default", "tax=zero", "--errors"])
            .arg(&errors)
            .args(more)
            .env("DATABASE_URL", app.db.url())
            .env_remove("REDIS_URL")
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let dry = import(&["--dry-run"]);
    assert_eq!(dry, "{\"read\":3,\"added\":2,\"changed\":0,\"unchanged\":0,\"rejected\":1}\n");
    assert_eq!(app.count("items WHERE name = 'Water'").await, 0);
    assert_eq!(import(&[]), dry);
    assert_eq!(app.count("items WHERE name = 'Water'").await, 1);
    let refused = std::fs::read_to_string(&errors).unwrap();
    assert!(refused.starts_with("{\"line\":3,\"field\":\"name\",\"reason\":"), "{refused}");
    assert_eq!(app.count("catalog_snapshots").await, 1, "a snapshot is ready when it ends");
}
