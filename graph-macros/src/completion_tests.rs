//! Tests that the expansion keeps the items that an editor completes, at every keystroke of an attribute or a field.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};

const USER: &[&str] = &[
    "#[graph(odata_type = \"microsoft.graph.user\", base(\"microsoft.graph.entity\"), tag = \"never\")]",
    "#[graph(permissions(delegated(\"User.Read\"), application(\"User.Read.All\")), crate = ::graph_core)]",
    "#[graph(select, eventual_consistency)]",
    "pub struct User {",
    "#[graph(key)]",
    "pub id: String,",
    "#[graph(rename = \"azureADName\")]",
    "pub name: Option<String>,",
    "#[graph(not_null)]",
    "pub count: Option<i32>,",
    "#[graph(read_only)]",
    "pub created: Option<String>,",
    "#[graph(etag)]",
    "pub etag: Option<String>,",
    "#[graph(additional)]",
    "pub rest: Additional,",
    "pub age: i32,",
    "pub aliases: Vec<String>,",
    "}",
];

const PATHS: &[&str] = &[
    "#[graph_paths(v1, ids = crate::ids, \"/users/{userId}\", manager = \"/users/{userId}/manager\")]",
    "#[graph_paths(beta, \"/users/{userId}\", boss = \"/groups/{groupId}/boss\")]",
];

/// Joins lines of source code, with `typed` in place of the line at index `cut`. Returns `None` if the result does not split into tokens.
fn with(parts: &[&str], cut: usize, typed: &str) -> Option<TokenStream> {
    let text: Vec<&str> = parts.iter().enumerate().map(|(at, part)| if at == cut { typed } else { part }).collect();
    text.join("\n").parse().ok()
}

/// Returns the half-typed forms of a line of source code: each prefix of an attribute, closed with the brackets that an editor adds, or
/// each prefix of a field.
fn beginnings(part: &str) -> Vec<String> {
    let attribute = part.strip_suffix(")]");
    let typed = attribute.unwrap_or(part.trim_end_matches(','));
    let from = typed.find('(').map_or("pub ".len(), |open| open + 1);
    let cuts = (from..typed.len()).filter_map(|at| typed.get(..at));
    let closed = cuts.map(|cut| {
        let open = if cut.matches('"').count() % 2 == 0 { "" } else { "\"" };
        let inner = ")".repeat(cut.matches('(').count() - cut.matches(')').count());
        if attribute.is_some() { format!("{cut}{open}{inner}]") } else { format!("{cut},") }
    });
    closed.collect()
}

/// Returns the names of the public structs and functions in the tokens.
fn names(tokens: TokenStream) -> BTreeSet<String> {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut found = BTreeSet::new();
    for three in tokens.windows(3) {
        if let [TokenTree::Ident(visibility), TokenTree::Ident(keyword), TokenTree::Ident(name)] = three
            && visibility == "pub"
            && (keyword == "struct" || keyword == "fn")
        {
            found.insert(name.to_string());
        }
    }
    let groups =
        tokens.into_iter().filter_map(|token| if let TokenTree::Group(group) = token { Some(group.stream()) } else { None });
    found.extend(groups.flat_map(names));
    found
}

fn derived(item: TokenStream) -> BTreeSet<String> {
    names(crate::entity::derive(item, crate::entity::kind::Kind::Entity))
}

#[test]
fn keeps_setters_while_an_attribute_is_typed() {
    let all = derived(with(USER, usize::MAX, "").unwrap());
    assert!(["UserPatch", "patch", "name", "clear_name", "count", "age", "aliases"].iter().all(|name| all.contains(*name)));
    let mut tried = 0;
    for (at, part) in USER.iter().enumerate().filter(|(_, part)| part.starts_with("#[")) {
        for typed in beginnings(part) {
            let missing: Vec<_> = all.difference(&derived(with(USER, at, &typed).unwrap())).cloned().collect();
            assert!(missing.is_empty(), "{typed} loses {missing:?}");
            tried += 1;
        }
    }
    assert!(tried > 200, "{tried}");
}

#[test]
fn keeps_the_setters_of_other_fields_while_a_field_is_typed() {
    let all = derived(with(USER, usize::MAX, "").unwrap());
    for (at, part) in USER.iter().enumerate().filter(|(_, part)| part.starts_with("pub ") && part.ends_with(',')) {
        let own = part.trim_start_matches("pub ").split(':').next().map(|own| own.replace("rest", "set_additional")).unwrap();
        for typed in beginnings(part) {
            // After an unclosed `<`, the parser reads all later fields as part of the type.
            let Some(item) = with(USER, at, &typed).filter(|_| !typed.contains('<')) else { continue };
            let kept = derived(item);
            let missing: Vec<_> = all.difference(&kept).filter(|name| !name.ends_with(&own)).collect();
            assert!(missing.is_empty(), "{typed} loses {missing:?}");
        }
    }
}

#[test]
fn keeps_the_item_and_other_paths_while_paths_are_typed() {
    let item = || with(USER, usize::MAX, "").unwrap();
    let (v1, beta) = (PATHS[0], PATHS[1]);
    let expanded = |first: &str| {
        let arguments = first.strip_prefix("#[graph_paths(").and_then(|rest| rest.strip_suffix(")]")).unwrap().parse().unwrap();
        let below = format!("{beta}\n{}", item());
        crate::paths::attribute(arguments, below.parse().unwrap())
    };
    let whole = names(expanded(v1));
    assert!(["User", "UserV1Paths", "UserBetaPaths", "users", "manager", "boss"].iter().all(|name| whole.contains(*name)));
    for typed in beginnings(v1) {
        let kept = names(expanded(&typed));
        let missing: Vec<_> =
            ["User", "UserBetaPaths", "beta", "users", "boss"].into_iter().filter(|name| !kept.contains(*name)).collect();
        assert!(missing.is_empty(), "{typed} loses {missing:?}");
        assert!(typed.len() < v1.find("manager").unwrap() || kept.contains("UserV1Paths"), "{typed} loses all paths of v1");
    }
}

#[test]
fn keeps_other_ids_while_an_id_is_typed() {
    for typed in ["p", "pub", "pub ", "pub Gr", "pub GroupId", "#[doc = \"\"]", "pub struct", "pub GroupId(", "5"] {
        let Ok(tokens) = format!("graph_core pub UserId; {typed}; pub DeviceId").parse::<TokenStream>() else { continue };
        let kept = names(crate::ids::declare(tokens));
        assert!(kept.contains("UserId") && kept.contains("DeviceId"), "{typed} loses the ids around it");
    }
}

#[test]
fn keeps_an_operation_while_it_is_typed() {
    let graph = "#[graph(returns = Vec<Count>, permissions(delegated(\"Reports.Read\")), crate = ::graph_core)]";
    let parts = [graph, "pub struct Counts {", "#[graph(rename = \"period\")]", "pub span: String,", "}"];
    for at in [0, 2, 3] {
        for item in beginnings(parts[at]).iter().filter_map(|typed| with(&parts, at, typed)) {
            let derived = crate::entity::derive(item.clone(), crate::entity::kind::Kind::Function).to_string();
            assert!(derived.contains("GraphOperation for Counts"), "{item} loses the operation");
            let kept = names(crate::paths::attribute("v1, \"/reports/counts(period={period})\"".parse().unwrap(), item));
            assert!(["Counts", "CountsV1Paths", "v1", "counts"].iter().all(|name| kept.contains(*name)), "{kept:?}");
        }
    }
}
