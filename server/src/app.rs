//! What every request handler and worker shares.

use std::sync::Arc;
use std::time::Instant;

use crate::auth::Keys;
use crate::bus::Bus;
use crate::config::Config;
use crate::db::Db;
use crate::events::Events;
use crate::http::{KnownRegisters, Pushes, RateLimits};
use crate::intake::Writer;

/// The state of a process, cheap to clone.
pub type App = Arc<AppState>;

/// See [`App`].
pub struct AppState {
    pub db: Db,
    pub bus: Bus,
    pub events: Events,
    pub keys: Keys,
    pub limits: RateLimits,
    pub known: KnownRegisters,
    pub pushes: Pushes,
    pub writer: Writer,
    /// Whether registers may push.
    pub sync: bool,
    pub static_dir: std::path::PathBuf,
    pub started: Instant,
    /// Held while a snapshot is built on demand, so that it is built once.
    pub building: tokio::sync::Mutex<()>,
}

impl AppState {
    /// Puts the state together; connects to nothing yet.
    #[must_use]
    pub fn new(config: &Config, db: Db, keys: Keys) -> App {
        Arc::new(Self {
            db,
            bus: Bus::new(config.redis_url.as_ref()),
            events: Events::default(),
            keys,
            limits: RateLimits::default(),
            known: KnownRegisters::default(),
            pushes: Pushes::default(),
            writer: Writer::default(),
            sync: config.sync,
            static_dir: config.static_dir.clone(),
            started: Instant::now(),
            building: tokio::sync::Mutex::new(()),
        })
    }
}
