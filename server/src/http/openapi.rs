//! The description of the API. The wire types live in `core`, which knows nothing of OpenAPI:
//! here they are described for readers; a test keeps the two equal.

mod schemas;

use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

pub use schemas::{
    ChallengeAnswerDoc, ChallengeRequestDoc, ChangesAnswerDoc, EnrolAnswerDoc, EnrolRequestDoc,
    Failure, PushAnswerDoc, PushRequestDoc, ShopConfigDoc, TokenAnswerDoc, TokenRequestDoc,
};

/// The document without its paths, which the router adds.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Titan POS",
        description = "Between registers and server. Every request to /api/v1 carries the header \
                       x-titan-protocol with the protocol version, now 1. Every answer that is not \
                       a success has the form of Failure; `code` is stable.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    tags(
        (name = "register", description = "Becoming and being a register"),
        (name = "sync", description = "Journals up, catalogue down"),
        (name = "operations", description = "For those who run it"),
    ),
    security(("token" = [])),
    modifiers(&Token),
)]
pub struct ApiDoc;

struct Token;

impl Modify for Token {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT");
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("token", SecurityScheme::Http(scheme.build()));
    }
}
