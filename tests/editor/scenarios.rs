//! The scenarios: renames, definitions, hovers and completions in the document of the fixture.

use graph_tests::Result;

use crate::document::Document;
use crate::fixture::SOURCE;
use crate::server::Server;

type Row = (String, std::result::Result<(), String>);

/// Runs all scenarios, and returns a row for each.
pub(crate) fn all(server: &mut Server, document: Document) -> Vec<Row> {
    let mut editor = Editor { server, document, rows: Vec::new() };
    editor.errors();
    editor.renames();
    editor.definitions();
    editor.hovers();
    editor.completions();
    editor.completions_while_typing();
    editor.rows
}

struct Editor<'a> {
    server: &'a mut Server,
    document: Document,
    rows: Vec<Row>,
}

/// Returns the fixture's text with `old` replaced by `new`, which holds the cursor `$0`. `old` must occur once.
fn with(old: &str, new: &str) -> String {
    assert_eq!(SOURCE.matches(old).count(), 1, "{old}");
    SOURCE.replace(old, new)
}

impl Editor<'_> {
    fn row(&mut self, name: &str, result: Result<()>) {
        self.rows.push((name.to_owned(), result.map_err(|error| error.to_string())));
    }

    fn errors(&mut self) {
        let result = self.document.set(self.server, &format!("$0{SOURCE}")).and_then(|_| {
            let found = self.document.errors(self.server)?;
            if found.is_empty() { Ok(()) } else { Err(format!("{found:?}").into()) }
        });
        self.row("no error in sound declarations", result);
    }

    fn renames(&mut self) {
        let above = SOURCE.replace("city", "town").replace("User { town, .. }", "User { town: city, .. }");
        let above = above.replace("    town.clone()", "    city.clone()");
        self.rename("a field, `graph_paths` above the derive", with("pub city:", "pub $0city:"), "town", &above);
        let below = SOURCE.replace("display_name", "name").replace(".name(\"Sales\").clear_name()", SETTERS);
        let text = with("pub display_name:", "pub $0display_name:");
        self.rename("a field, `graph_paths` below the derive", text, "name", &below);
        let text = with("(Group, display_name)", "(Group, $0display_name)");
        self.rename("a field, at `property!`", text, "name", &below);
        let person = SOURCE.replace("User", "Person").replace("PersonId", "UserId");
        self.rename("an entity", with("struct User", "struct $0User"), "Person", &person);
    }

    fn rename(&mut self, what: &str, text: String, name: &str, expected: &str) {
        let result = self.document.set(self.server, &text).and_then(|at| {
            let text = self.document.renamed(self.server, at, name)?;
            let differs = text.lines().zip(expected.lines()).find(|(found, expected)| found != expected);
            differs.map_or(Ok(()), |(found, expected)| Err(format!("{found} instead of {expected}").into()))
        });
        self.row(&format!("rename {what}"), result);
    }

    fn definitions(&mut self) {
        for (use_of, target) in [
            (".$0display_name(\"", "display_name"),
            (".$0clear_display_name", "display_name"),
            (".$0set_or_clear_city", "city"),
            (".$0groups(id)", "\"/groups/{groupId}\""),
            (".$0groups_collection", "\"/groups/{groupId}\""),
            (".$0root(id)", "root"),
            (".$0users(id)", "\"/users/{userId}\""),
            ("Group::$0beta()", "Group"),
            ("User::$0v1()", "User"),
            ("let _: $0GroupPatch = Group::", "Group"),
            ("= Group::$0patch()", "Group"),
            ("GroupPatch::$0diff", "Group"),
            ("property!($0Group,", "Group"),
            ("property!(Group, $0display_name)", "display_name"),
            ("id: &$0GroupId", "GroupId"),
            ("Kind::$0Member", "Member"),
        ] {
            let result = self.at(use_of).and_then(|at| {
                let found = self.document.definitions(self.server, at)?;
                if found == [target] { Ok(()) } else { Err(format!("{found:?} instead of {target}").into()) }
            });
            self.row(&format!("definition of `{}`", use_of.replace("$0", "")), result);
        }
    }

    fn hovers(&mut self) {
        for (token, shown) in [
            (".$0display_name(\"", "Sets `displayName`.\n\nThe name that the address book shows."),
            (".$0clear_city", "Sets `city` to null."),
            (".$0groups(id)", "`/groups/{groupId}`"),
            (".$0groups_collection", "`/groups`"),
            ("let _: $0GroupPatch = Group::", "The properties of a [`Group`]"),
            ("property!(Group, $0display_name)", "The name that the address book shows."),
            ("pub id: $0String,\n    /// The town", "String"),
        ] {
            let result = self.at(token).and_then(|at| {
                let hover = self.document.hover(self.server, at)?;
                if hover.contains(shown) { Ok(()) } else { Err(format!("{hover:?} instead of {shown}").into()) }
            });
            self.row(&format!("hover on `{}`", token.replace("$0", "").replace('\n', " ")), result);
        }
    }

    /// Sets the text to the fixture, and returns the offset of the cursor in `token`.
    fn at(&mut self, token: &str) -> Result<usize> {
        self.document.set(self.server, &with(&token.replace("$0", ""), token))
    }

    fn completions(&mut self) {
        let on_property = ["additional", "bind", "create_only", "etag", "key", "not_null", "read_only", "rename"];
        let field = "    #[graph(read_only)]";
        self.complete("`Group::v1().`", with(".groups(id)", ".$0"), &["groups", "groups_collection"], false);
        let setters = ["clear_display_name", "display_name", "set_or_clear_display_name"];
        self.complete("`Group::patch().`", with(SETTERS, ".$0"), &setters, false);
        self.complete(
            "`property!(Group, `",
            with("!(Group, display_name)", "!(Group, $0)"),
            &["display_name", "id", "mail"],
            true,
        );
        self.complete("`#[graph(` on a property", with(field, "    #[graph($0)]"), &on_property, true);
        self.complete("`#[graph(re` on a property", with(field, "    #[graph(re$0)]"), &on_property, true);
        let on_entity = ["base", "eventual_consistency", "keyless", "odata_type", "permissions", "schema", "select", "tag"];
        let text = with("microsoft.graph.user\"", "microsoft.graph.user\", se$0");
        self.complete("`#[graph(…, se` on an entity", text, &on_entity, true);
        self.complete("`#[graph(` on a member", with("graph(other)", "graph($0)"), &["other", "rename"], true);
    }

    fn completions_while_typing(&mut self) {
        let setters = ["clear_city", "city", "kind", "set_or_clear_city"];
        for (what, old, new) in [
            ("a field's name", "pub kind: Option<Kind>,", "pub kind: Option<Kind>,\n    pub s"),
            ("a field's type", "pub kind: Option<Kind>,", "pub kind: Option<Kind>,\n    pub state: Opt"),
            ("a key", "/// The town in", "#[graph(renam)]\n    /// The town in"),
            ("a template", "\"/users/{userId}\"", "\"/users/{user\""),
            ("a version", "v1, \"/users/{userId}\"", "be"),
        ] {
            let text = with(old, new).replace(".city(\"Oslo\")", ".$0");
            self.complete(&format!("`User::patch().` while {what} is typed"), text, &setters, false);
        }
    }

    /// Adds a row for a completion, which must have these candidates. If `only` is true, it must have no others.
    fn complete(&mut self, what: &str, text: String, expected: &[&str], only: bool) {
        let result = self.document.set(self.server, &text).and_then(|at| {
            let found = self.document.candidates(self.server, at)?;
            let is_sound = expected.iter().all(|name| found.iter().any(|found| found == name)) && (!only || found == expected);
            if is_sound { Ok(()) } else { Err(format!("{found:?} instead of {expected:?}").into()) }
        });
        self.row(&format!("completion of {what}"), result);
    }
}

const SETTERS: &str = ".display_name(\"Sales\").clear_display_name()";
