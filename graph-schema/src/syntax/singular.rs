//! Finds the singular of a collection's name. The singular gives the id type of a placeholder `{id}` its name: `/groups/{id}` takes a
//! `GroupId`.

use super::case::upper_first;

/// Words whose singular the rules of [`singular`] do not find, in lower case.
const IRREGULAR: &[(&str, &str)] = &[
    ("aliases", "alias"),
    ("analytics", "analytics"),
    ("apis", "api"),
    ("axes", "axis"),
    ("biases", "bias"),
    ("caches", "cache"),
    ("canvases", "canvas"),
    ("children", "child"),
    ("cookies", "cookie"),
    ("cpus", "cpu"),
    ("criteria", "criterion"),
    ("diagnoses", "diagnosis"),
    ("emojis", "emoji"),
    ("gpus", "gpu"),
    ("halves", "half"),
    ("indices", "index"),
    ("kpis", "kpi"),
    ("lenses", "lens"),
    ("matrices", "matrix"),
    ("men", "man"),
    ("menus", "menu"),
    ("movies", "movie"),
    ("news", "news"),
    ("people", "person"),
    ("series", "series"),
    ("shelves", "shelf"),
    ("shoes", "shoe"),
    ("skus", "sku"),
    ("species", "species"),
    ("uris", "uri"),
    ("vertices", "vertex"),
    ("women", "woman"),
];

/// Returns the singular of a name in camelCase. Only the last word changes; a name without a plural stays as it is.
///
/// ```
/// use graph_schema::syntax::singular::singular;
///
/// assert_eq!(singular("managedDevices"), "managedDevice");
/// assert_eq!(singular("policies"), "policy");
/// assert_eq!(singular("people"), "person");
/// assert_eq!(singular("branding"), "branding");
/// ```
pub fn singular(name: &str) -> String {
    let start = name.rfind(|c: char| c.is_ascii_uppercase()).unwrap_or(0);
    let (before, word) = name.split_at(start);
    // An acronym, as in `subscribedSKUs`.
    if word.len() == 2 && word.ends_with('s') && before.ends_with(|c: char| c.is_ascii_uppercase()) {
        return name.trim_end_matches('s').to_owned();
    }
    let lower = word.to_ascii_lowercase();
    let one = match IRREGULAR.iter().find(|(many, _)| *many == lower) {
        Some((_, one)) => (*one).to_owned(),
        None => by_rule(&lower),
    };
    let one = if word.starts_with(|c: char| c.is_ascii_uppercase()) { upper_first(&one) } else { one };
    before.to_owned() + &one
}

/// Returns the singular of a lower-case word that follows the rules of English spelling.
fn by_rule(word: &str) -> String {
    let without = |end: &str| word.strip_suffix(end).filter(|rest| !rest.is_empty());
    let is_short = word.len() <= 4;
    if ["ss", "us", "is"].into_iter().any(|end| word.ends_with(end)) {
        return word.to_owned();
    }
    if let Some(rest) = without("ies").filter(|_| !is_short) {
        return format!("{rest}y");
    }
    if let Some(rest) = without("yses").or_else(|| without("theses")) {
        return format!("{rest}{}", if word.ends_with("yses") { "ysis" } else { "thesis" });
    }
    // `quizzes` doubles the letter of `quiz`.
    if let Some(rest) = without("zzes") {
        return format!("{rest}z");
    }
    // `statuses` has the singular `status`, but `houses` and `causes` end in `se`.
    let ends_in_us = word.ends_with("uses") && !is_short && !["auses", "euses", "ouses"].iter().any(|end| word.ends_with(end));
    let adds_es = ends_in_us || ["sses", "shes", "ches", "xes", "oes"].into_iter().any(|end| word.ends_with(end));
    let rest = if adds_es && !is_short { without("es") } else { without("s").filter(|rest| rest.len() > 1) };
    rest.unwrap_or(word).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn irregular_words_are_sorted() {
        assert!(IRREGULAR.is_sorted());
    }

    #[test]
    fn the_names_of_graphs_collections_have_a_singular() {
        let pairs = "administrativeUnits=administrativeUnit addresses=address businesses=business classes=class processes=process \
                     children=child people=person series=series statuses=status userStatuses=userStatus analyses=analysis \
                     hypotheses=hypothesis policies=policy activities=activity categories=category replies=reply identities=identity \
                     licenses=license cases=case responses=response databases=database purchases=purchase phases=phase \
                     mailboxes=mailbox indexes=index branches=branch searches=search caches=cache aliases=alias drives=drive \
                     archives=archive subscribedSkus=subscribedSku subscribedSKUs=subscribedSKU apis=api settings=setting \
                     credentials=credential following=following history=history branding=branding news=news rows=row \
                     photo=photo settingStates=settingState b2xUserFlows=b2xUserFlow quizzes=quiz campuses=campus houses=house \
                     uses=use me=me os=os keys=key access=access analysis=analysis timeCards=timeCard media=media ties=tie \
                     roleEligibilityScheduleInstances=roleEligibilityScheduleInstance";
        for pair in pairs.split_whitespace() {
            let (many, one) = pair.split_once('=').unwrap();
            assert_eq!(singular(many), one, "{many}");
        }
    }
}
