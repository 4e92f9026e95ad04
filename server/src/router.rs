//! Which address leads where, and what lies around every handler.

use axum::extract::{DefaultBodyLimit, State};
use axum::http::Uri;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use titan_core::limits::REQUEST_BYTES_MAX;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use utoipa::OpenApi as _;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::http::openapi::ApiDoc;
use crate::http::{
    ApiError, Policy, answer_panic, limit_time, require_protocol, secure, serve_static, track,
};
use crate::routes::{auth, catalog, changes, config, enrol, events, health, journal};

/// Where the description of the API is.
pub const OPENAPI_PATH: &str = "/api/openapi.json";

/// Returns the router of a process that serves API and app.
pub fn serve(app: App) -> Router {
    let (router, api) = documented().split_for_parts();
    let document = move || async move { Json(api) };
    let router = router
        .route(OPENAPI_PATH, get(document))
        .method_not_allowed_fallback(no_such_method)
        .fallback(serve_static);
    around(router, &app).with_state(app)
}

/// Returns the router of a worker: it only tells how it is.
pub fn worker(app: App) -> Router {
    let (router, _) = operations().split_for_parts();
    let router = router.method_not_allowed_fallback(no_such_method).fallback(no_such_path);
    around(router, &app).with_state(app)
}

/// Returns the description of the API.
#[must_use]
pub fn openapi() -> utoipa::openapi::OpenApi {
    documented().split_for_parts().1
}

/// Returns every path that the server answers, besides files of the app.
#[must_use]
pub fn paths() -> Vec<String> {
    let mut paths: Vec<String> = openapi().paths.paths.into_keys().collect();
    paths.push(OPENAPI_PATH.to_owned());
    paths.sort();
    paths
}

fn documented() -> OpenApiRouter<App> {
    OpenApiRouter::with_openapi(ApiDoc::openapi()).nest("/api/v1", api()).merge(operations())
}

fn api() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(enrol::enrol_register))
        .routes(routes!(auth::create_challenge))
        .routes(routes!(auth::create_token))
        .routes(routes!(config::get_config))
        .routes(routes!(journal::push_entries))
        .routes(routes!(journal::get_head))
        .routes(routes!(catalog::get_snapshot))
        .routes(routes!(changes::list_changes))
        .routes(routes!(events::stream_events))
        .route_layer(from_fn(require_protocol))
}

fn operations() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(health::get_health))
        .routes(routes!(health::get_ready))
        .routes(routes!(health::get_metrics))
}

fn around(router: Router<App>, app: &App) -> Router<App> {
    let policy = Policy::of(&app.static_dir);
    let layers = ServiceBuilder::new()
        .layer(from_fn(track))
        .layer(from_fn_with_state(policy, secure))
        .layer(CatchPanicLayer::custom(answer_panic))
        .layer(from_fn(limit_time))
        .layer(DefaultBodyLimit::max(REQUEST_BYTES_MAX));
    router.layer(layers)
}

async fn no_such_method() -> ApiError {
    ApiError::method_not_allowed()
}

async fn no_such_path(State(_): State<App>, _: Uri) -> Response {
    ApiError::not_found("request.unknown_path", "a worker serves no app").into_response()
}
