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

fn main() {}
