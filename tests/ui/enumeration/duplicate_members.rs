//! Members with the same JSON name.
use graph_core::GraphEnum;

#[derive(GraphEnum)]
pub enum Kind {
    RemoteControlSoftware,
    #[graph(rename = "remoteControlSoftware")]
    RemoteControl,
    #[allow(non_camel_case_types)]
    remoteControlSoftware,
    #[graph(other)]
    Other(String),
}

fn main() {
    let _ = serde_json::to_string(&Kind::RemoteControl);
}
