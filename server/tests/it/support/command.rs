//! The program, run as an operator runs it.

use std::process::{Command, Output};

use super::{TestApp, program};

/// Runs a command in an empty environment.
pub(crate) fn titan(args: &[&str], env: &[(&str, &str)]) -> Output {
    Command::new(program()).args(args).env_clear().envs(env.iter().copied()).output().unwrap()
}

/// Runs a command over the database of a test.
pub(crate) fn titan_over(app: &TestApp, args: &[&str]) -> Output {
    let url = app.db.url();
    titan(args, &[("DATABASE_URL", url.as_str())])
}

/// What a command that has to succeed printed.
pub(crate) fn stdout(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What a command that found something wrong printed.
pub(crate) fn finding(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What a command that has to fail said.
pub(crate) fn stderr(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stderr.clone()).unwrap()
}
