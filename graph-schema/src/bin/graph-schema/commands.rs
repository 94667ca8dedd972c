//! The commands of the tool `graph-schema`. Each returns `true` if it found no mistakes in paths.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, IsTerminal as _, Read as _, Write as _};
use std::ops::Range;
use std::path::Path;

use graph_schema::csdl::read_csdl;
use graph_schema::declare::{Operations, Request, declare as declared};
use graph_schema::pack::pack_with_operations;
use graph_schema::syntax::excerpt::underline;
use graph_schema::{PathFailure, PathReason, Resolution, Schema};

use crate::arguments::{Arguments, Stop};

pub(crate) fn pack(arguments: &Arguments) -> Result<bool, Stop> {
    let schema = read(arguments)?;
    let templates = templates(arguments)?;
    let templates: Vec<&str> = templates.iter().map(|line| line.template.as_str()).collect();
    let types: Vec<&str> = arguments.types.iter().map(String::as_str).collect();
    let operations: Vec<&str> = arguments.packed_operations.iter().map(String::as_str).collect();
    let packed = pack_with_operations(&schema, &types, &templates, &operations);
    let packed = packed.map_err(|error| Stop::Input(error.to_string()))?;
    let partial = packed.types().filter(|(_, ty)| ty.partial).count();
    let full = packed.types().count() - partial;
    note(arguments, &format!("packed {full} types in full, {partial} for paths only, {} enumerations", packed.enums().count()));
    let text = packed.to_string();
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let (types, operations) = (comment("--types", types), comment("--operations", operations));
    write(arguments, &format!("{first}\n# Packed by `graph-schema pack` with{types}{operations}\n{rest}"))?;
    Ok(true)
}

/// Returns an option of `pack` with its values, sorted, for the comment in a packed schema.
fn comment(option: &str, mut values: Vec<&str>) -> String {
    values.sort_unstable();
    values.dedup();
    let values: String = values.iter().map(|value| format!("\n#   {value}")).collect();
    if values.is_empty() { values } else { format!(" {option}{values}") }
}

pub(crate) fn check(arguments: &Arguments) -> Result<bool, Stop> {
    let schema = read(arguments)?;
    let ty = arguments.types.last().map(|name| named(&schema, name)).transpose()?;
    let (mut good, mut cast, mut bad) = (0, 0, 0);
    let mut report = String::new();
    let templates = templates(arguments)?;
    if templates.is_empty() {
        return Err(Stop::Input("there is no template to check".to_owned()));
    }
    for line in &templates {
        let template = &line.template;
        let entity = line.entity.as_deref().map(|name| named(&schema, name)).transpose()?.or(ty);
        match schema.resolve(template, entity) {
            Resolution::Fails(PathFailure { reason: PathReason::EndsInCollection { .. }, .. }) if line.is_list() => {
                good += 1;
                let _ = writeln!(report, "ok    {template}");
            }
            Resolution::Resolves => {
                good += 1;
                let _ = writeln!(report, "ok    {template}");
            }
            Resolution::ElidesCast { elisions, .. } => {
                cast += 1;
                let _ = writeln!(report, "cast  {template}");
                elisions.iter().for_each(|elision| detail(&mut report, template, &elision.segment, &elision.to_string()));
            }
            Resolution::Fails(failure) => {
                bad += 1;
                let _ = writeln!(report, "no    {template}");
                let help = failure.help().map_or(String::new(), |help| format!("; {help}"));
                detail(&mut report, template, &failure.segment, &format!("{}{help}", failure.message(template)));
            }
        }
    }
    write(arguments, &report)?;
    note(arguments, &format!("{good} resolve, {cast} lack a cast, {bad} do not resolve"));
    Ok(bad == 0 && (cast == 0 || arguments.elided_cast))
}

pub(crate) fn declare(arguments: &Arguments) -> Result<bool, Stop> {
    let schema = read(arguments)?;
    let name = arguments.types.first().map_or("", String::as_str);
    let templates =
        if arguments.templates.is_empty() && arguments.templates_from.is_none() { Vec::new() } else { templates(arguments)? };
    let templates: Vec<&str> = templates.iter().map(|line| line.template.as_str()).collect();
    let file = arguments.schema.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let named: Vec<_> = arguments.operations.iter().map(|(kind, name)| (*kind, name.as_str())).collect();
    let operations = match (arguments.bound_operations, named.is_empty()) {
        (true, _) => Operations::Bound,
        (false, true) => Operations::None,
        (false, false) => Operations::Named(&named),
    };
    let request = Request {
        name,
        operations,
        templates: &templates,
        beta: arguments.beta.unwrap_or_else(|| file.contains("beta")),
        complete: arguments.complete,
        checked_against: arguments.checked_against.as_deref(),
    };
    let text = declared(&schema, &request).map_err(|error| Stop::Input(error.to_string()))?;
    write(arguments, &text)?;
    let entity = if name.is_empty() { None } else { Some(self::named(&schema, name)?) };
    if templates.is_empty() && operations == Operations::None && text.contains("GraphEntity") {
        note(arguments, "declared without paths: pass `--paths` so that requests can be sent");
    }
    let mut clean = true;
    for template in templates {
        if operations != Operations::None && schema.resolve_operation(template).is_ok() {
            continue;
        }
        if let Resolution::Fails(failure) = schema.resolve(template, entity) {
            clean = false;
            let help = failure.help().map_or(String::new(), |help| format!("; {help}"));
            let _ = writeln!(io::stderr(), "warning: {template}\n  {}{help}", failure.message(template));
        }
    }
    Ok(clean)
}

fn detail(report: &mut String, template: &str, part: &Range<usize>, text: &str) {
    let excerpt = underline(template, part);
    let marks = excerpt.split_once('\n').map_or("", |(_, marks)| marks);
    let _ = writeln!(report, "      {marks}\n      {text}");
}

fn named<'s>(schema: &'s Schema, name: &str) -> Result<&'s str, Stop> {
    schema.named(name).map_err(|error| Stop::Input(error.to_string()))
}

/// Reads the `$metadata` document or packed schema that the command line names. The first characters of the file tell the two formats
/// apart.
fn read(arguments: &Arguments) -> Result<Schema, Stop> {
    let path = &arguments.schema;
    let text = fs::read_to_string(path).map_err(|error| Stop::Io(path.clone(), error))?;
    note(arguments, &format!("reading {} ({} kB)", path.display(), text.len() / 1000));
    let is_xml = text.trim_start_matches('\u{feff}').trim_start().starts_with('<');
    if !is_xml && !text.starts_with("graph-schema ") {
        return Err(Stop::Input(format!("{}: neither a $metadata document nor a packed schema", path.display())));
    }
    let schema = if is_xml { read_csdl(&text) } else { text.parse() };
    schema.map_err(|error| Stop::Input(format!("{}: {error}", path.display())))
}

/// One path template of the input, and the name of the entity type in front of it on the same line, if any.
struct Line {
    entity: Option<String>,
    /// The method in front of the template, such as `GET`, if any.
    method: Option<String>,
    template: String,
}

impl Line {
    /// Returns whether the line may be a request that reads a collection or creates an entity in it.
    fn is_list(&self) -> bool {
        self.entity.is_none() && matches!(self.method.as_deref(), Some("GET" | "POST"))
    }
}

fn templates(arguments: &Arguments) -> Result<Vec<Line>, Stop> {
    let mut lines = arguments.templates.clone();
    let from = match &arguments.templates_from {
        Some(path) => Some(path.as_path()),
        None if lines.is_empty() && arguments.command == crate::Command::Check => Some(Path::new("-")),
        None => None,
    };
    if let Some(path) = from {
        let failed = |error| Stop::Io(path.to_owned(), error);
        let mut text = String::new();
        if path != Path::new("-") {
            text = fs::read_to_string(path).map_err(failed)?;
        } else if io::stdin().is_terminal() {
            return Err(Stop::Usage("expected templates, or a file of them in the standard input".to_owned()));
        } else {
            io::stdin().read_to_string(&mut text).map_err(failed)?;
        }
        lines.extend(text.lines().map(str::to_owned));
    }
    let lines = lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty() && !line.starts_with('#'));
    Ok(lines.map(line).collect())
}

fn line(line: &str) -> Line {
    let whole = Line { entity: None, method: None, template: line.to_owned() };
    let Some((before, template)) = line.split_once(char::is_whitespace) else { return whole };
    let template = template.trim_start();
    if before.starts_with('/') || !template.starts_with('/') {
        return whole;
    }
    let is_method = before.bytes().all(|byte| byte.is_ascii_uppercase());
    let (entity, method) = if is_method { (None, Some(before)) } else { (Some(before), None) };
    Line { entity: entity.map(str::to_owned), method: method.map(str::to_owned), template: template.to_owned() }
}

fn write(arguments: &Arguments, text: &str) -> Result<(), Stop> {
    let (path, written) = match &arguments.output {
        Some(path) => {
            let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
            (path.clone(), folder.and_then(|()| fs::write(path, text)))
        }
        None => ("standard output".into(), io::stdout().write_all(text.as_bytes())),
    };
    written.map_err(|error| Stop::Io(path, error))
}

fn note(arguments: &Arguments, text: &str) {
    if !arguments.quiet {
        let _ = writeln!(io::stderr(), "{text}");
    }
}
