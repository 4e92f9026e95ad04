use titan_server::config::Database;
use titan_server::db::migrate::{MigrationError, SchemaState, migrate};
use titan_server::db::{Db, DbError};

use crate::support::{TestApp, TestDb, TestOptions};

#[tokio::test]
async fn migrating_is_done_once_and_told() {
    let db = TestDb::empty().await;
    let state = Db::new(&db.settings());
    assert!(matches!(state.schema_state().await, Err(DbError::NotMigrated(_))));
    assert!(migrate(&db.options).await.unwrap() >= 4);
    assert_eq!(migrate(&db.options).await.unwrap(), 0);
    assert_eq!(state.schema_state().await.unwrap(), SchemaState::Current);
    state.close().await;
}

#[tokio::test]
async fn a_database_that_is_behind_is_not_ready() {
    let db = TestDb::empty().await;
    let app = TestApp::over(db, TestOptions::default()).await;
    let answer = app.get("/ready").await;
    assert_eq!(answer.status, 503);
    assert!(answer.json()["reasons"][0].as_str().unwrap().contains("titan-server migrate"));
    migrate(&app.db.options).await.unwrap();
    assert_eq!(app.get("/ready").await.status, 200);
    app.execute("DELETE FROM _sqlx_migrations WHERE version = 4").await;
    let answer = app.get("/ready").await;
    assert_eq!(answer.status, 503);
    assert!(answer.json()["reasons"][0].as_str().unwrap().contains("1 migrations are missing"));
}

#[tokio::test]
async fn a_user_without_rights_is_told_what_a_dba_has_to_run() {
    let app = TestApp::new().await;
    let name = format!("poor_{}", std::process::id());
    app.execute(&format!("CREATE ROLE {name} LOGIN PASSWORD 'poor'")).await;
    let options = app.db.options.clone().username(&name).password("poor");
    let refused = migrate(&options).await;
    app.execute(&format!("DROP ROLE {name}")).await;
    let Err(MigrationError::Roles { user, statements }) = refused else { panic!("{refused:?}") };
    assert_eq!(user, name);
    assert!(statements.contains(&format!("GRANT titan_app TO \"{name}\";")), "{statements}");
}

#[tokio::test]
async fn a_user_who_may_create_roles_can_do_it_alone() {
    // As on a hosted Postgres: not a superuser, but owner of the database with CREATEROLE.
    let db = TestDb::empty().await;
    let app = TestApp::over(db, TestOptions::default()).await;
    let name = format!("owner_{}", std::process::id());
    app.execute(&format!("CREATE ROLE {name} LOGIN CREATEROLE PASSWORD 'owner'")).await;
    let database: String = app.scalar("SELECT current_database()::text").await;
    app.execute(&format!(
        "ALTER DATABASE {database} OWNER TO {name}; GRANT titan_app, titan_worker TO {name}"
    ))
    .await;
    let options = app.db.options.clone().username(&name).password("owner");
    migrate(&options).await.unwrap();
    let db = Db::new(&Database { options, pool_max: 3 });
    titan_server::seed::run(&db).await.unwrap();
    db.close().await;
    app.execute(&format!("REASSIGN OWNED BY {name} TO CURRENT_USER; DROP OWNED BY {name}")).await;
    app.execute(&format!("DROP ROLE {name}")).await;
}
