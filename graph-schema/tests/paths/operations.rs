//! Tests which operation a path template leads to.

use graph_schema::{Resolution, Schema};

use super::{SCHEMA, message, resolve, resolves};

fn operation(template: &str) -> Result<Vec<String>, String> {
    let schema = SCHEMA.parse::<Schema>().unwrap();
    match schema.resolve_operation(template) {
        Ok(found) => {
            Ok(found.overloads.iter().map(|(name, operation)| format!("{name} {}", operation.parameters.len())).collect())
        }
        Err(failure) => {
            let help = failure.help().map_or(String::new(), |help| format!("; {help}"));
            Err(format!("{}{help}", failure.message(template)))
        }
    }
}

#[test]
fn a_template_leads_to_the_overloads_of_an_operation() {
    for (template, expected) in [
        ("/users/{userId}/wipe", "microsoft.graph.wipe 1"),
        ("/users/{userId}/microsoft.graph.wipe", "microsoft.graph.wipe 1"),
        ("/users/{userId}/graph.wipe", "microsoft.graph.wipe 1"),
        ("/me/restore", "microsoft.graph.restore 0"),
        ("/me/owned(kind='{kind}')", "microsoft.graph.owned 2"),
        ("/me/owned(top={top},kind='{kind}')", "microsoft.graph.owned 2"),
        ("/users/delta", "microsoft.graph.delta 0"),
        ("/users/delta()", "microsoft.graph.delta 0"),
        ("/users/delta(token='{token}')", "microsoft.graph.delta 1"),
        ("/today", "microsoft.graph.now 0"),
        ("/drives/{driveId}/root:/{path}:/workbook/range(address='A1')", "microsoft.graph.range 1"),
        ("/me/alerts/{alertId}/self.incident/close", "microsoft.graph.close 0"),
    ] {
        assert_eq!(operation(template), Ok(vec![expected.to_owned()]), "{template}");
        assert_eq!(resolve(template, None), Resolution::Resolves, "{template}");
    }
    let elided = SCHEMA.parse::<Schema>().unwrap();
    let elided = elided.resolve_operation("/me/alerts/{alertId}/close").unwrap().resolution;
    let Resolution::ElidesCast { strict, .. } = elided else { panic!() };
    assert_eq!(strict, "/me/alerts/{alertId}/microsoft.graph.security.incident/close");
}

#[test]
fn a_template_of_an_operation_fails_with_what_to_write() {
    for (template, expected) in [
        ("/me/wpie", "no action or function `wpie` is bound to `user`; did you mean `wipe`?"),
        (
            "/me/frobnicate",
            "no action or function `frobnicate` is bound to `user`; if the service has it, pack the schema again with \
          `--operations` or with `--paths` naming this template",
        ),
        ("/me/manager", "`manager` is not an action or function of `user`; declare the template on the entity that it leads to"),
        ("/me", "`me` is not an action or function of `user`; declare the template on the entity that it leads to"),
        ("/users/wipe", "`wipe` is bound to a single `user`, and follows a collection; write the key `{userId}` before it"),
        (
            "/users/{userId}/delta",
            "`delta` is bound to a collection of `user`, and follows a single one; remove the key before it",
        ),
        ("/me/owned", "`owned` does not have the function's parameters; write `owned(kind='{kind}',top={top})`"),
        ("/me/owned(knid='{kind}')", "`knid` is not a parameter of `owned(knid='{kind}')`; did you mean `kind`?"),
        (
            "/me/owned('{kind}')",
            "`owned('{kind}')` does not have the function's parameters; write `owned(kind='{kind}',top={top})`",
        ),
        ("/me/wipe(all={all})", "`all` is not a parameter of `wipe(all={all})`; write `wipe`"),
        ("/me/wipe/manager", "`manager` cannot follow the action `wipe`; remove it"),
        ("/me/owned(kind='{kind}')/manager", "`manager` cannot follow the function `owned`; remove it"),
        ("/me/microsoft.graph.wpie", "no action or function `microsoft.graph.wpie` is bound to `user`; did you mean `wipe`?"),
    ] {
        assert_eq!(operation(template), Err(expected.to_owned()), "{template}");
    }
}

#[test]
fn an_operation_is_not_the_path_of_an_entity() {
    assert!(
        message("/me/wipe", Some("user"))
            .ends_with("`wipe` is an action; declare it as a struct of its own, with `#[derive(GraphAction)]`")
    );
    assert!(
        message("/today", Some("user"))
            .ends_with("`now` is a function; declare it as a struct of its own, with `#[derive(GraphFunction)]`")
    );
    assert!(message("/me/owned(kind='{kind}')", Some("user")).contains("`owned` is a function; declare it as a struct"));
}

#[test]
fn a_delta_template_is_held_against_the_function_delta() {
    resolves("/users/delta", "user");
    resolves("/users/delta()", "user");
    resolves("/users/microsoft.graph.delta()", "user");
    resolves("/users/delta(token='{token}')", "directoryObject");
    for (template, entity, expected) in [
        ("/users/delta", "workbook", "the path leads to `directoryObject`, which is neither `workbook` nor a base of it"),
        ("/me/delta", "user", "`delta` is bound to a collection of `user`, and follows a single one; remove the key before it"),
        (
            "/drives/delta",
            "drive",
            "no action or function `delta` is bound to `drive`; if the service has it, pack the schema again with \
             `--operations` or with `--paths` naming this template",
        ),
        ("/users/dleta", "user", "`dleta` is not a navigation property of `user`; did you mean `delta`?"),
        ("/users/delta(tken='{token}')", "user", "`tken` is not a parameter of `delta(tken='{token}')`; did you mean `token`?"),
        ("/users/delta/manager", "user", "`manager` cannot follow the function `delta`; remove it"),
    ] {
        assert!(message(template, Some(entity)).ends_with(&format!("\n{expected}")), "{}", message(template, Some(entity)));
    }
}
