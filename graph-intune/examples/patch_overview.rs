//! Patches the three entities of graph-intune, and prints every request and response.
//!
//! Without environment variables, the example starts an emulator on a loopback port. With `GRAPH_TOKEN`, it talks to the real service and
//! takes the ids from `GRAPH_CONFIGURATION_ID` and `GRAPH_USER_STATUS_ID`. `GRAPH_HOST` names the host of a national cloud.

mod shared;

use std::env;
use std::error::Error;
use std::process::ExitCode;

use graph_core::emulator::Emulator;
use graph_core::transport::{ReqwestTransport, ResponseFuture, Retry, Transport};
use graph_core::{Client, StaticToken};
use graph_intune::{
    ComplianceStatus, DeviceConfigurationDeviceOverview as DeviceOverview, DeviceConfigurationId,
    DeviceConfigurationUserOverview as UserOverview, DeviceConfigurationUserStatus as UserStatus,
    DeviceConfigurationUserStatusId,
};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    shared::exit(run().await)
}

async fn run() -> Result<(), Box<dyn Error>> {
    let transport = Printing(ReqwestTransport::new()?);
    if shared::is_real() {
        let setting = |name: &str| {
            env::var(name).map_err(|_| format!("{name} is not set: set it to the id to patch, or unset GRAPH_TOKEN."))
        };
        let configuration = DeviceConfigurationId::new(setting("GRAPH_CONFIGURATION_ID")?)?;
        let status = DeviceConfigurationUserStatusId::new(setting("GRAPH_USER_STATUS_ID")?)?;
        let graph = shared::real_client(Retry::new(transport))?.ok_or("GRAPH_TOKEN is not text.")?;
        return patch_all(&graph, configuration, status).await;
    }
    for unused in ["GRAPH_HOST", "GRAPH_CONFIGURATION_ID", "GRAPH_USER_STATUS_ID"] {
        if env::var_os(unused).is_some() {
            return Err(
                format!("{unused} is set, but GRAPH_TOKEN is not: set it to talk to the service, or unset {unused}.").into()
            );
        }
    }
    let emulator = Emulator::new().with::<UserOverview>().with::<DeviceOverview>().with::<UserStatus>();
    let server = emulator.serve(0).await?;
    let graph = Client::builder(transport, StaticToken::new("emulated")).host(server.host()).build();
    patch_all(&graph, DeviceConfigurationId::new("configuration")?, DeviceConfigurationUserStatusId::new("status")?).await
}

async fn patch_all(
    graph: &Client,
    configuration: DeviceConfigurationId,
    status: DeviceConfigurationUserStatusId,
) -> Result<(), Box<dyn Error>> {
    let overview = UserOverview::patch()
        .pending_count(12)
        .not_applicable_count(2)
        .success_count(12)
        .error_count(10)
        .failed_count(11)
        .conflict_count(13)
        .last_update_date_time("2016-12-31T23:58:21.6459442-08:00".parse()?)
        .configuration_version(4);
    graph.patch(UserOverview::beta().user_status_overview(&configuration), overview).await?;

    let overview = DeviceOverview::patch()
        .pending_count(12)
        .not_applicable_count(2)
        .not_applicable_platform_count(10)
        .success_count(12)
        .error_count(10)
        .failed_count(11)
        .conflict_count(13)
        .last_update_date_time("2016-12-31T23:59:30.086867+03:00".parse()?)
        .configuration_version(4);
    graph.patch(DeviceOverview::beta().device_status_overview(&configuration), overview).await?;

    let one_user = UserStatus::patch()
        .user_display_name("User Display Name value")
        .devices_count(12)
        .status(ComplianceStatus::NotApplicable)
        .last_reported_date_time("2017-01-01T00:00:17.7769392-08:00".parse()?)
        .user_principal_name("User Principal Name value");
    graph.patch(UserStatus::beta().user_statuses(&configuration, &status), one_user).await?;
    Ok(())
}

/// A transport that prints each request and response that passes through it.
struct Printing<T>(T);

impl<T: Transport> Transport for Printing<T> {
    fn send(&self, request: http::Request<bytes::Bytes>) -> ResponseFuture<'_> {
        println!("> {} {}", request.method(), request.uri());
        print('>', request.headers(), request.body());
        Box::pin(async move {
            let response = self.0.send(request).await?;
            println!("< {}", response.status());
            print('<', response.headers(), response.body());
            Ok(response)
        })
    }
}

fn print(direction: char, headers: &http::HeaderMap, body: &[u8]) {
    for (name, value) in headers {
        let shown = if value.is_sensitive() { "(redacted)" } else { value.to_str().unwrap_or("(not text)") };
        println!("{direction} {name}: {shown}");
    }
    let pretty = serde_json::from_slice(body).and_then(|json: serde_json::Value| serde_json::to_string_pretty(&json));
    println!("\n{}\n", pretty.unwrap_or_else(|_| String::from_utf8_lossy(body).into_owned()));
}
