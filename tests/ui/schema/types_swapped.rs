use graph_core::*;

#[derive(GraphEntity)]
#[graph(odata_type = "microsoft.graph.deviceConfigurationUserStatus", schema = "schema/beta.graph")]
struct UserStatus {
    #[graph(key)]
    id: String,
    user_display_name: i32,
    devices_count: Option<String>,
    status: DateTimeOffset,
    last_reported_date_time: Vec<ComplianceStatus>,
}

#[derive(GraphEnum)]
enum ComplianceStatus {
    Unknown,
    #[graph(other)]
    Other(String),
}

fn main() {}
