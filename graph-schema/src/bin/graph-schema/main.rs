//! `graph-schema`: packs a service's `$metadata`, checks paths and prints declarations.
#![forbid(unsafe_code)]

mod arguments;
mod commands;

use std::io::{self, Write};
use std::process::ExitCode;

use arguments::{Arguments, Command, Stop};

fn main() -> ExitCode {
    let done = Arguments::parse(lexopt::Parser::from_env()).and_then(|arguments| match arguments.command {
        Command::Pack => commands::pack(&arguments),
        Command::Check => commands::check(&arguments),
        Command::Declare => commands::declare(&arguments),
    });
    match done {
        Ok(clean) => ExitCode::from(u8::from(!clean)),
        Err(Stop::Help(text)) => match writeln!(io::stdout(), "{text}") {
            Ok(()) => ExitCode::SUCCESS,
            Err(_) => ExitCode::from(2),
        },
        // A reader such as `head` closes the pipe early on purpose: this is not a failure.
        Err(Stop::Io(_, error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(stop) => {
            let _ = writeln!(io::stderr(), "graph-schema: {stop}");
            ExitCode::from(2)
        }
    }
}
