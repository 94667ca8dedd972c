//! Compares the three entities with their API pages: every path, and every body byte by byte.

use std::fs;

use graph_core::model::{ApiVersion, GraphEntity, GraphPaths, Path, Structured};
use graph_intune::{
    DeviceConfigurationDeviceOverview as DeviceOverview, DeviceConfigurationId, DeviceConfigurationUserOverview as UserOverview,
    DeviceConfigurationUserStatus as UserStatus, DeviceConfigurationUserStatusId, Windows81TrustedRootCertificateId,
};
use graph_test_attributes::needs_shared;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The facts on one API page, parsed from the page's text.
struct Page {
    templates: Vec<String>,
    properties: Vec<String>,
    permissions: Vec<String>,
    request: String,
    response: String,
}

impl Page {
    fn read(name: &str) -> Self {
        let file = graph_tests::shared().join(format!("docs/update-{name}.md"));
        let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let after = |heading: &str| text.split_once(heading).map(|(_, rest)| rest).unwrap();
        let body = |heading: &str| {
            let fenced = after(heading).split("```").nth(1).unwrap();
            fenced
                [fenced.find('{').filter(|at| fenced[..*at].ends_with('\n')).unwrap_or_else(|| fenced.find("\n{").unwrap() + 1)..]
                .trim_end()
                .to_owned()
        };
        let cells = |line: &str| line.trim_matches('|').split('|').map(str::to_owned).collect::<Vec<_>>();
        let table = |heading: &str| {
            let lines = after(heading).lines().skip_while(|line| !line.starts_with('|')).take_while(|line| line.starts_with('|'));
            lines.skip(2).map(cells).collect::<Vec<_>>()
        };
        let templates = after("## HTTP Request").split("## Request headers").next().unwrap().lines();
        Self {
            templates: templates.filter_map(|line| line.strip_prefix("PATCH ")).map(str::to_owned).collect(),
            properties: table("## Request body").into_iter().map(|row| row[0].clone()).collect(),
            permissions: table("## Permissions").into_iter().map(|row| row[1].trim_end_matches('.').to_owned()).collect(),
            request: body("### Request"),
            response: body("### Response"),
        }
    }
}

fn check<E>(name: &str, v1: Path<E>, beta: [Path<E>; 10])
where
    E: GraphEntity + GraphPaths + Structured + Serialize + DeserializeOwned,
    E::Patch: Serialize + DeserializeOwned,
{
    let page = Page::read(name);

    assert_eq!(page.templates.len(), 10);
    let mut declared: Vec<_> =
        E::templates().filter(|template| template.version == ApiVersion::Beta).map(|template| template.text).collect();
    let mut documented = page.templates.clone();
    declared.sort_unstable();
    documented.sort_unstable();
    assert_eq!(declared, documented);
    let filled = |template: &str| {
        template
            .replace("{deviceConfigurationId}", "conf")
            .replace("{deviceConfigurationUserStatusId}", "status")
            .replace("{windows81TrustedRootCertificateId}", "root")
    };
    assert_eq!(v1.as_str(), filled(&page.templates[0]));
    assert_eq!(v1.version(), ApiVersion::V1);
    for (path, template) in beta.iter().zip(&page.templates) {
        assert_eq!((path.template(), path.as_str()), (template.as_str(), filled(template).as_str()));
        assert_eq!(path.version(), ApiVersion::Beta);
    }

    let declared: Vec<_> = E::DECLARATION.properties.iter().map(|property| property.name).collect();
    assert_eq!(declared, page.properties);
    // One page has a TODO instead of its permissions. Its entity has the permissions of the other two pages.
    let stated = |row: usize| match page.permissions[row].as_str() {
        note if note.contains("TODO") => "DeviceManagementConfiguration.ReadWrite.All",
        permission => permission,
    };
    assert_eq!(E::DECLARATION.permissions.delegated, [stated(0)]);
    assert_eq!(E::DECLARATION.permissions.application, [stated(2)]);

    let patch: E::Patch = serde_json::from_str(&page.request).unwrap();
    assert_eq!(serde_json::to_string_pretty(&patch).unwrap(), page.request);
    let entity: E = serde_json::from_str(&page.response).unwrap();
    assert_eq!(serde_json::to_string_pretty(&entity).unwrap(), page.response);

    let sent: Value = serde_json::from_str(&page.request).unwrap();
    let mut patched = entity;
    patch.apply(&mut patched).unwrap();
    let patched = serde_json::to_value(&patched).unwrap();
    assert!(sent.as_object().unwrap().iter().all(|(name, value)| patched.get(name) == Some(value)));
}

/// Compares an entity with its API page. The three entities have constructors with the same names, except the constructor `$documented` of
/// the documented path. Each constructor takes the id of the configuration first and `$last`, the entity's own id, last.
macro_rules! check_paths {
    ($page:literal, $entity:ident, $documented:ident, $($last:expr)?) => {{
        let (id, root) = (&DeviceConfigurationId::new("conf").unwrap(), &Windows81TrustedRootCertificateId::new("root").unwrap());
        let beta = $entity::beta();
        check(
            $page,
            $entity::v1().$documented(id $(, $last)?),
            [
                beta.$documented(id $(, $last)?),
                beta.root_certificate(id $(, $last)?),
                beta.identity_certificate(id $(, $last)?),
                beta.identity_certificate_root_certificate(id $(, $last)?),
                beta.ios_scep_root_certificate(id $(, $last)?),
                beta.windows_phone81_vpn_identity_certificate(id $(, $last)?),
                beta.mac_os_wired_root_certificate(id $(, $last)?),
                beta.mac_os_wired_identity_certificate(id $(, $last)?),
                beta.windows_wifi_eap_identity_certificate(id $(, $last)?),
                beta.windows_wifi_eap_root_certificate(id, root $(, $last)?),
            ],
        );
    }};
}

#[needs_shared]
#[test]
fn device_configuration_user_overview() {
    check_paths!("deviceConfigurationUserOverview", UserOverview, user_status_overview,);
}

#[needs_shared]
#[test]
fn device_configuration_device_overview() {
    check_paths!("deviceConfigurationDeviceOverview", DeviceOverview, device_status_overview,);
}

#[needs_shared]
#[test]
fn device_configuration_user_status() {
    let status = &DeviceConfigurationUserStatusId::new("status").unwrap();
    check_paths!("deviceConfigurationUserStatus", UserStatus, user_statuses, status);
}
