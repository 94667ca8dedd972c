//! Runs this workspace's client against a service of SAP's Cloud Application Programming Model (CAP), an OData 4.0 server.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use graph_core::transport::ReqwestTransport;
use graph_core::{Client, Host, StaticToken};

use crate::cap_scenarios as scenarios;
use crate::outcome::{Outcome, row};
use crate::process::{NPM, Running, npm_ci, require, working_copy};

/// Runs the scenarios of the client against CAP.
pub(crate) async fn cap() -> Outcome {
    let prepared = async {
        require("node", (20, 0))?;
        require(NPM, (7, 0))?;
        let folder = working_copy("cap").map_err(Outcome::failed)?;
        npm_ci(&folder).await?;
        start(&folder).await.map_err(Outcome::failed)
    };
    match prepared.await {
        Ok((_server, port)) => run(port).await.unwrap_or_else(Outcome::failed),
        Err(outcome) => outcome,
    }
}

/// Starts the CAP service, and returns its process and the port that it listens on. The service's messages go to `cap.log`.
async fn start(folder: &Path) -> io::Result<(Running, u16)> {
    let mut command = Command::new("node");
    command.arg("server.js").current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut server = Running::start(command.stderr(File::create(folder.join("cap.log"))?))?;
    let output = server.output()?;
    let (sender, port) = tokio::sync::oneshot::channel();
    std::thread::spawn(move || {
        let mut sender = Some(sender);
        // Reads on after the port is known, so that the service can always write.
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            let port = line.strip_prefix("port ").and_then(|port| port.parse::<u16>().ok());
            if let Some((port, sender)) = port.and_then(|port| Some((port, sender.take()?))) {
                // Fails only if the run has already ended.
                let _ = sender.send(port);
            }
        }
    });
    let no_port = |_| io::Error::other("the service ended or hangs before it listens: see cap.log in its folder");
    let port = tokio::time::timeout(Duration::from_secs(60), port).await.map_err(io::Error::other)?.map_err(no_port)?;
    Ok((server, port))
}

async fn run(port: u16) -> Result<Outcome, Box<dyn std::error::Error>> {
    let graph = Client::builder(ReqwestTransport::new()?, StaticToken::new("unused")).host(Host::loopback(port)).build();
    let mut passed = true;
    passed &= row("create, get and delete", &scenarios::create_get_delete(&graph).await);
    passed &= row("patch with an etag, 412 and 428", &scenarios::patch_with_etag(&graph).await);
    passed &= row("keys with special characters", &scenarios::special_keys(&graph).await);
    passed &= row("errors", &scenarios::errors(&graph).await);
    passed &= row("list with filter", &scenarios::filter(&graph).await);
    passed &= row("list with select and expand", &scenarios::select_and_expand(&graph).await);
    passed &= row("batch", &scenarios::batch(&graph).await);
    passed &= row("batch of 25, in two batches", &scenarios::batch_of_25(&graph).await);
    passed &= row("bulk of 500, listed by relative next links", &scenarios::bulk_of_500(&graph).await);
    passed &= crate::queries::compare(&graph).await?;
    Ok(match passed {
        true => Outcome::Passed,
        false => Outcome::failed("a scenario failed"),
    })
}
