//! The calls in the README's tables. The test below compares the tables with this file, which the compiler checks.
#![allow(dead_code, unused_must_use, unused_variables, clippy::unnecessary_operation)]

use graph_core::client::{FileSource, OperationAddress, Outcome, PatchRequest, RawPath, UploadSession};
use graph_core::emulator::Emulator;
use graph_core::http::Method;
use graph_core::model::{ItemPath, Path};
use graph_core::transport::{ReqwestTransport, Retry};
use graph_core::{
    Client, DateTimeOffset, Error, Expanded, GraphAction, GraphComplex, GraphEntity, GraphFunction, Host, Json, StaticToken,
    graph_ids, graph_paths, property,
};

graph_ids! { pub GroupId; pub TeamId; pub MemberId; pub UserId; pub ManagedDeviceId; pub DriveId; pub ItemId; pub EventId; }

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.user")]
#[graph_paths(v1, "/users/{id | userPrincipalName}", "/users/{id}/manager/$ref")]
pub struct User {
    #[graph(key)]
    pub id: String,
    pub visits: i32,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.group")]
#[graph_paths(v1, "/groups/{id}", "/groups/$count", by_unique_name = "/groups(uniqueName='{uniqueName}')")]
#[graph_paths(v1, "/groups/{id}/members/$ref", "/groups/{id}/members/{id}/$ref")]
pub struct Group {
    #[graph(key)]
    pub id: String,
    pub display_name: Option<String>,
    #[graph(bind)]
    pub members: Option<Expanded<User>>,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.driveItem")]
#[graph_paths(v1, content = "/drives/{drive-id}/items/{item-id}/content")]
#[graph_paths(v1, create_upload_session = "/drives/{drive-id}/items/{item-id}/createUploadSession")]
#[graph_paths(v1, by_path = "/drives/{drive-id}/root:/{item-path}")]
pub struct DriveItem {
    #[graph(key)]
    pub id: String,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.event")]
#[graph_paths(v1, "/users/{id}/calendarView/{event-id}")]
pub struct Event {
    #[graph(key)]
    pub id: String,
}

#[derive(Clone, Debug, PartialEq, GraphEntity)]
#[graph(odata_type = "microsoft.graph.team")]
#[graph_paths(v1, "/teams/{id}")]
pub struct Team {
    #[graph(key)]
    pub id: String,
}

#[derive(Clone, Debug, GraphAction)]
#[graph_paths(v1, "/deviceManagement/managedDevices/{managedDeviceId}/wipe")]
pub struct Wipe {
    pub keep_user_data: Option<bool>,
}

#[derive(Clone, Debug, GraphComplex)]
#[graph(odata_type = "microsoft.graph.activityCount")]
pub struct ActivityCount {
    pub sent: Option<i64>,
}

#[derive(Clone, Debug, GraphFunction)]
#[graph(returns = Vec<ActivityCount>)]
#[graph_paths(v1, "/reports/getEmailActivityCounts(period='{period}')")]
pub struct EmailActivityCounts {
    pub period: String,
}

/// The arguments of the calls in the README's table.
struct Arguments {
    graph: Client,
    group: GroupId,
    user: UserId,
    boss: UserId,
    member: MemberId,
    device: ManagedDeviceId,
    drive: DriveId,
    item: ItemId,
    alice: Path<User>,
    bob: Path<User>,
    week: EmailActivityCounts,
    path: ItemPath,
    mail: Json,
    changes: GroupPatch,
    whole: Group,
    bytes: Vec<u8>,
    session: UploadSession,
    team: TeamPatch,
    address: OperationAddress,
    start: DateTimeOffset,
}

#[rustfmt::skip]
async fn calls(arguments: Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let Arguments { graph, group, user, boss, member, device, drive, item, alice, bob, week, path, mail, changes, whole, bytes, session, team, address, start } = arguments;
    let source = FileSource::open("video.mp4")?;

    DriveItem::v1().by_path(&drive, &path);
    graph.call(Wipe::v1().wipe(&device), Wipe { keep_user_data: Some(true) }).await?;
    graph.call(EmailActivityCounts::v1().get_email_activity_counts(), week).stream();
    let answer = graph.request(Method::POST, RawPath::v1("/me/sendMail")?).json(&mail).await?;
    answer.headers.get("location");
    graph.add_link(Group::v1().members_ref(&group), User::v1().users(&user)).await?;
    graph.remove_link(Group::v1().member_ref(&group, &member)).await?;
    graph.set_link(User::v1().manager_ref(&user), User::v1().users(&boss)).await?;
    graph.links(Group::v1().members_ref(&group)).stream();
    Group::patch().display_name("Sales").bind_members([alice, bob]);
    graph.count(Group::v1().groups_count()).eventual_consistency().await?.body;
    graph.list(Event::v1().calendar_view_collection(&user)).query("startDateTime", start).stream();
    graph.download(DriveItem::v1().content(&drive, &item)).stream();
    graph.upload(DriveItem::v1().content(&drive, &item), bytes).await?;
    graph.upload_session(DriveItem::v1().create_upload_session(&drive, &item), source).await?;
    graph.resume_upload::<DriveItem>(session, FileSource::open("video.mp4")?).await?;
    if let Outcome::Running(operation) = graph.create(Team::v1().teams_collection(), team).or_operation().await?.body {
        operation.until_done().await?.body;
    }
    graph.resume_operation::<Option<Team>>(address).until_done().await?.body;
    graph.upsert(Group::v1().by_unique_name("sales"), changes).await?;
    graph.replace(Group::v1().groups(&group), whole).await?;
    graph.edit(User::v1().users(&user), |user: &User| User::patch().visits(user.visits + 1)).await?;
    graph.get(Group::v1().groups(&group)).optional().await?.body;
    Ok(())
}

#[rustfmt::skip]
async fn jobs(graph: Client, group: GroupId, device: ManagedDeviceId, token: String, patches: Vec<(u8, PatchRequest<Group>)>, error: Error) -> Result<(), Box<dyn std::error::Error>> {
    let name = property!(Group, display_name);

    Group::v1().groups(&group);
    Group::patch().clear_display_name();
    graph.list(Group::v1().groups_collection()).filter(name.starts_with("Sales")).stream();
    graph.call(Wipe::v1().wipe(&device), Wipe { keep_user_data: None }).await?;
    graph.bulk(patches).concurrency(4);
    let transport = Retry::new(ReqwestTransport::new()?);
    let credential = StaticToken::new(token);
    Client::builder(transport, credential).host(Host::us_gov()).build();
    Emulator::new().with::<Group>().client();
    error.is_not_found();
    Ok(())
}

/// Returns the code in the second column of the table under one of the README's headings.
fn rows(readme: &str, heading: &str) -> Vec<String> {
    let section = readme.split(&format!("\n## {heading}\n")).nth(1).unwrap_or_default();
    let section = section.split("\n## ").next().unwrap_or_default();
    let rows = section.lines().filter(|line| line.starts_with("| ") && line.contains('`'));
    let code = |row: &str| row.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
    rows.flat_map(code).map(|code| code.replace("\\|", "|")).collect()
}

#[test]
fn every_call_of_the_tables_compiles() {
    for (heading, calls) in [("Guide", 10), ("Every documented operation", 20)] {
        let rows = rows(super::README, heading);
        assert!(rows.len() >= calls, "{rows:?}");
        for code in rows {
            assert!(include_str!("features.rs").contains(&code), "`{code}` is not in features.rs");
        }
    }
}
