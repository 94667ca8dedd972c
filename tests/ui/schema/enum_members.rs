use graph_core::*;

#[derive(GraphEnum)]
#[graph(schema = "schema/beta.graph")]
enum ComplianceStatus {
    Unknown,
    Applicable,
    Compliant,
    Remediated,
    NonCompliant,
    #[graph(rename = "errors")]
    Failed,
    #[graph(other)]
    Other(String),
}

#[derive(GraphEnum)]
#[graph(flags, schema = "schema/beta.graph", odata_type = "microsoft.graph.complianceStatus")]
enum Compliance {
    Unknown,
    NotApplicable,
    Compliant,
    Remediated,
    NonCompliant,
    Error,
    Conflict,
    NotAssigned,
    #[graph(other)]
    Other(String),
}

#[derive(GraphEnum)]
#[graph(schema = "schema/beta.graph")]
enum Weather {
    #[graph(other)]
    Other(String),
}

#[derive(GraphEnum)]
#[graph(odata_type = "microsoft.graph.complianceStatus")]
enum Unchecked {
    #[graph(other)]
    Other(String),
}

fn use_compliance_status(value: &ComplianceStatus) -> Option<String> {
    serde_json::to_string(value).ok()
}

fn use_compliance(value: &Compliance) -> Option<String> {
    serde_json::to_string(value).ok()
}

fn use_weather(value: &Weather) -> Option<String> {
    serde_json::to_string(value).ok()
}

fn use_unchecked(value: &Unchecked) -> Option<String> {
    serde_json::to_string(value).ok()
}

fn main() {}
