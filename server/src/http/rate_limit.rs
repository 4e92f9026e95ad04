//! How often somebody may try, counted in memory of the process.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;

use super::ApiError;

/// How much of something is allowed: `burst` at once, then `per_minute`.
#[derive(Copy, Clone, Debug)]
pub struct Rule {
    pub name: &'static str,
    pub burst: f64,
    pub per_minute: f64,
}

impl Rule {
    /// Enrolling, by address. A code has 60 bits; this is against noise.
    pub const ENROL: Self = Self { name: "enrol", burst: 30.0, per_minute: 30.0 };
    /// Challenges and tokens, by address and register.
    pub const AUTH: Self = Self { name: "auth", burst: 60.0, per_minute: 60.0 };
    /// Challenges and tokens of all registers behind one address.
    pub const AUTH_ADDRESS: Self = Self { name: "auth_ip", burst: 600.0, per_minute: 600.0 };
}

const BUCKETS_MAX: usize = 20_000;

struct Bucket {
    left: f64,
    at: Instant,
}

/// Counters by rule and key.
#[derive(Default)]
pub struct RateLimits(Mutex<HashMap<(&'static str, String), Bucket>>);

impl RateLimits {
    /// Counts a try.
    ///
    /// # Errors
    /// The error to answer with when there were too many.
    pub fn check(&self, rule: Rule, key: String) -> Result<(), ApiError> {
        self.check_at(rule, key, Instant::now()).map_err(ApiError::too_many_requests)
    }

    fn check_at(&self, rule: Rule, key: String, now: Instant) -> Result<(), u64> {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= BUCKETS_MAX {
            // Whoever has not tried for a minute may start anew.
            buckets.retain(|_, bucket| now.duration_since(bucket.at).as_secs() < 60);
        }
        let fresh = Bucket { left: rule.burst, at: now };
        let bucket = buckets.entry((rule.name, key)).or_insert(fresh);
        let refilled = now.duration_since(bucket.at).as_secs_f64() * rule.per_minute / 60.0;
        bucket.left = (bucket.left + refilled).min(rule.burst);
        bucket.at = now;
        if bucket.left < 1.0 {
            let seconds = ((1.0 - bucket.left) * 60.0 / rule.per_minute).ceil();
            return Err(std::time::Duration::from_secs_f64(seconds).as_secs().max(1));
        }
        bucket.left -= 1.0;
        Ok(())
    }
}

/// The address that a request comes from. What a proxy says is believed only when the proxy is
/// on a private network.
#[derive(Copy, Clone, Debug)]
pub struct ClientIp(pub IpAddr);

impl<S: Send + Sync> FromRequestParts<S> for ClientIp {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        let last = parts.headers.get_all("x-forwarded-for").iter().next_back();
        let named =
            last.and_then(|value| value.to_str().ok()?.rsplit(',').next()?.trim().parse().ok());
        Ok(Self(if is_private(peer) { named.unwrap_or(peer) } else { peer }))
    }
}

fn is_private(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => address.is_loopback() || address.is_private(),
        IpAddr::V6(address) => address.is_loopback() || address.is_unique_local(),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_burst_passes_and_then_a_trickle() {
        let rule = Rule { name: "test", burst: 2.0, per_minute: 6.0 };
        let limits = RateLimits::default();
        let begun = Instant::now();
        let check = |key: &str, after: u64| {
            limits.check_at(rule, key.to_owned(), begun + Duration::from_secs(after))
        };
        assert_eq!(check("a", 0), Ok(()));
        assert_eq!(check("a", 0), Ok(()));
        assert_eq!(check("a", 0), Err(10));
        assert_eq!(check("b", 0), Ok(()));
        assert_eq!(check("a", 10), Ok(()));
        assert_eq!(check("a", 10), Err(10));
    }
}
