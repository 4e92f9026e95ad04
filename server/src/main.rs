//! The program `titan-server`; see `titan-server help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    titan_server::cli::main()
}
