//! A rust-analyzer process, to which this program speaks the Language Server Protocol over stdin and stdout.

use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::fixture::{Installation, target};

/// The longest wait for a message. The first one follows a build of the macros.
const LIMIT: Duration = Duration::from_secs(300);

/// A rust-analyzer process. It is stopped when this value is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    process: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    configuration: Value,
    last_id: u64,
    /// The last status that rust-analyzer reported.
    status: Value,
}

impl Server {
    /// Starts rust-analyzer in the folder of a crate.
    ///
    /// # Errors
    /// The process cannot be started, or does not answer.
    pub(crate) fn start(installation: &Installation, folder: &Path) -> graph_tests::Result<Self> {
        let mut command = Command::new(&installation.program);
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let (Some(input), Some(output)) = (process.stdin.take(), process.stdout.take()) else {
            return Err("the process has no pipes".into());
        };
        let (sender, messages) = mpsc::channel();
        thread::spawn(move || {
            let mut output = BufReader::new(output);
            // The sender fails only after the server has been dropped.
            while let Ok(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        let configuration = json!({
            "checkOnSave": false,
            "cachePriming": { "enable": false },
            "cargo": {
                "sysrootSrc": installation.library,
                "extraEnv": { "CARGO_TARGET_DIR": target()? },
                "buildScripts": { "overrideCommand": ["cargo", "check", "--quiet", "--message-format=json"] },
            },
        });
        let mut server = Self { process, input, messages, configuration, last_id: 0, status: Value::Null };
        let uri = uri(folder);
        let parameters = json!({
            "processId": std::process::id(),
            "workspaceFolders": [{ "uri": uri, "name": "edited" }],
            "initializationOptions": server.configuration,
            "capabilities": {
                "experimental": { "serverStatusNotification": true },
                "general": { "positionEncodings": ["utf-8"] },
                "textDocument": { "hover": { "contentFormat": ["markdown"] } },
            },
        });
        server.request("initialize", parameters)?;
        server.notify("initialized", json!({}))?;
        Ok(server)
    }

    /// Waits until rust-analyzer has loaded the crate. Returns its warning, or an empty text.
    ///
    /// # Errors
    /// The process has ended, or sends nothing within the time limit.
    pub(crate) fn wait_until_ready(&mut self) -> graph_tests::Result<String> {
        while self.status["quiescent"] != true {
            self.receive()?;
        }
        let is_sound = self.status["health"] == "ok";
        Ok(if is_sound { String::new() } else { self.status["message"].as_str().unwrap_or("no message").to_owned() })
    }

    /// Sends a request, and returns its result.
    ///
    /// # Errors
    /// The response is an error, whose message is returned, or there is no response within the time limit.
    pub(crate) fn request(&mut self, method: &str, parameters: Value) -> graph_tests::Result<Value> {
        self.last_id += 1;
        self.send(json!({ "jsonrpc": "2.0", "id": self.last_id, "method": method, "params": parameters }))?;
        loop {
            let mut message = self.receive()?;
            if message["id"] == self.last_id && message.get("method").is_none() {
                return match message["error"]["message"].as_str() {
                    Some(error) => Err(error.into()),
                    None => Ok(message["result"].take()),
                };
            }
        }
    }

    /// Sends a notification, which has no response.
    ///
    /// # Errors
    /// The process has ended.
    pub(crate) fn notify(&mut self, method: &str, parameters: Value) -> graph_tests::Result<()> {
        self.send(json!({ "jsonrpc": "2.0", "method": method, "params": parameters }))
    }

    fn send(&mut self, message: Value) -> graph_tests::Result<()> {
        let text = message.to_string();
        write!(self.input, "Content-Length: {}\r\n\r\n{text}", text.len())?;
        Ok(self.input.flush()?)
    }

    /// Returns the next message. Keeps the status that it reports, and answers a request for the configuration.
    fn receive(&mut self) -> graph_tests::Result<Value> {
        let message = self.messages.recv_timeout(LIMIT)?;
        if message["method"] == "experimental/serverStatus" {
            self.status = message["params"].clone();
        }
        if message.get("method").is_some() && message.get("id").is_some() {
            let items = message["params"]["items"].as_array().map_or(0, Vec::len);
            let result = match message["method"] == "workspace/configuration" {
                true => json!(vec![&self.configuration; items]),
                false => Value::Null,
            };
            self.send(json!({ "jsonrpc": "2.0", "id": message["id"], "result": result }))?;
        }
        Ok(message)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Fails only if the process has already ended.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Reads one message: headers, an empty line, and as many bytes as `Content-Length` says.
fn read(output: &mut impl BufRead) -> io::Result<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", value)) => length = value.parse().map_err(io::Error::other)?,
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body)?;
    Ok(serde_json::from_slice(&body)?)
}

/// Returns the `file` URL of a path.
pub(crate) fn uri(path: &Path) -> String {
    format!("file://{}", path.display())
}
