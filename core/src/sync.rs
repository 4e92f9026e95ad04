//! Where web and server meet: the words of the protocol and what each side makes of them.

pub mod machine;
pub mod receive;
pub mod wire;

/// The version of the protocol that this build speaks. The server also takes the one before.
pub const PROTOCOL: u32 = 1;
/// The oldest version that a server of this build takes.
pub const PROTOCOL_OLDEST: u32 = 1;
