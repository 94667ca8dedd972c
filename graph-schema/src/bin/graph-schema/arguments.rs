//! Parses the command line of the tool `graph-schema`.

use std::ffi::OsString;
use std::path::PathBuf;
use std::{fmt, io};

use graph_schema::OperationKind;
use lexopt::Arg::{Long, Short, Value};
use lexopt::ValueExt as _;

const HELP: &str = "\
Checks paths and declarations of Microsoft Graph against its own schema.

graph-schema pack METADATA [--types TYPE...] [--operations NAME...] [--paths TEMPLATE...] [--output FILE]
    Prints the schema needed to check declarations of these types, actions and functions, and paths to
    them. Commit it.
    It keeps the paths from the nearest entity sets or singletons that are at most two segments longer
    than the shortest, and the paths that you name.
graph-schema check --schema FILE [--type TYPE] [TEMPLATE...]
    Prints which path templates resolve. Templates come from the command line, from --paths-from, or
    else from standard input; a method or the type that the path leads to may precede one.
graph-schema declare TYPE --schema FILE [--paths TEMPLATE...]
    Prints the Rust declaration of an entity and of its parts, without navigation properties: add those
    that you expand as an `Option` of an entity or of a `Vec` of entities.
graph-schema declare [TYPE] --schema FILE --action NAME... | --function NAME... | --operations
    Prints the declarations of actions and functions, with TYPE if it is given: those with these names,
    or all that are bound to TYPE. Each gets a short path, unless --paths has one that leads to it.

METADATA is a service's $metadata document. FILE of --schema is such a document or a packed schema.

    --types TYPE...         names as in `user`, `graph.user` or `microsoft.graph.user`
    --action NAME...        declare: names as in `wipe`, `graph.wipe` or, of one type, `managedDevice/wipe`
    --function NAME...      declare: the same for functions
    --operations            declare: all actions and functions of TYPE
    --operations NAME...    pack: names as in `wipe`; those bound to the packed types if there are any
    --paths TEMPLATE...     path templates
    --paths-from FILE       path templates, one per line; `-` is standard input
    --api v1|beta           declare: the version of the paths; beta if FILE's name has it, otherwise v1
    --checked-against FILE  declare: the packed schema that the compiler checks against
    --complete              declare: the service returns every property by default; otherwise the entity's
                            properties that are never null become `not_null` options
    --elided-cast           check: accept a path that lacks a cast
    --output FILE           write to FILE, not to standard output; creates its folder
    --quiet                 no progress on standard error
    --help, --version

Exit code: 0 on success, 1 if a path does not resolve, 2 on any other error.";

/// The reason why the tool ends before its command is done.
pub(crate) enum Stop {
    /// The user asked for the help or the version: holds the text to print.
    Help(String),
    /// The command line is wrong: holds the error message.
    Usage(String),
    /// A file or standard stream cannot be read or written: holds its path or name, and the error.
    Io(PathBuf, io::Error),
    /// The content of a file, the name of a type or a path template is wrong: holds the error message.
    Input(String),
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Help(text) | Self::Input(text) => f.write_str(text),
            Self::Usage(text) => write!(f, "{text}\nrun `graph-schema --help` for usage"),
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl From<lexopt::Error> for Stop {
    fn from(error: lexopt::Error) -> Self {
        Self::Usage(error.to_string())
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Command {
    Pack,
    Check,
    Declare,
}

impl Command {
    fn parse(parser: &mut lexopt::Parser) -> Result<Self, Stop> {
        Ok(match parser.next()? {
            Some(Value(word)) => match word.to_str() {
                Some("pack") => Command::Pack,
                Some("check") => Command::Check,
                Some("declare") => Command::Declare,
                Some("help") => return Err(Stop::Help(HELP.to_owned())),
                _ => return Err(Stop::Usage(format!("`{}` is not a command", word.to_string_lossy()))),
            },
            Some(Long("help") | Short('h')) => return Err(Stop::Help(HELP.to_owned())),
            Some(Long("version") | Short('V')) => return Err(Stop::Help(env!("CARGO_PKG_VERSION").to_owned())),
            Some(other) => return Err(other.unexpected().into()),
            None => return Err(Stop::Usage("expected a command: `pack`, `check` or `declare`".to_owned())),
        })
    }
}

pub(crate) struct Arguments {
    pub(crate) command: Command,
    /// The path of the `$metadata` document or the packed schema to read.
    pub(crate) schema: PathBuf,
    /// The type names as the user wrote them, such as `user` or `microsoft.graph.user`.
    pub(crate) types: Vec<String>,
    /// The actions and functions to declare, by the names that the user wrote.
    pub(crate) operations: Vec<(OperationKind, String)>,
    /// The names of the actions and functions to include in the packed schema.
    pub(crate) packed_operations: Vec<String>,
    /// Whether all operations of the type are declared.
    pub(crate) bound_operations: bool,
    /// The path templates on the command line.
    pub(crate) templates: Vec<String>,
    /// The file with one path template per line; `-` is standard input.
    pub(crate) templates_from: Option<PathBuf>,
    /// `true` for `--api beta`, `false` for `--api v1`; `None` without `--api`.
    pub(crate) beta: Option<bool>,
    /// The path of the packed schema that the declaration names in its key `schema`.
    pub(crate) checked_against: Option<String>,
    pub(crate) elided_cast: bool,
    pub(crate) complete: bool,
    /// The file to write the result to, instead of standard output.
    pub(crate) output: Option<PathBuf>,
    pub(crate) quiet: bool,
}

impl Arguments {
    pub(crate) fn parse(mut parser: lexopt::Parser) -> Result<Self, Stop> {
        let command = Command::parse(&mut parser)?;
        let mut arguments = Self {
            command,
            schema: PathBuf::new(),
            types: Vec::new(),
            operations: Vec::new(),
            packed_operations: Vec::new(),
            bound_operations: false,
            templates: Vec::new(),
            templates_from: None,
            beta: None,
            checked_against: None,
            elided_cast: false,
            complete: false,
            output: None,
            quiet: false,
        };
        while let Some(argument) = parser.next()? {
            match argument {
                Long("help") | Short('h') => return Err(Stop::Help(HELP.to_owned())),
                Long("schema") if command != Command::Pack => arguments.schema = parser.value()?.into(),
                Long("types") if command == Command::Pack => arguments.types.extend(strings(parser.values()?)?),
                Long("type") if command == Command::Check => arguments.types.push(parser.value()?.string()?),
                Long("operations") if command == Command::Pack => {
                    arguments.packed_operations.extend(strings(parser.values()?)?);
                }
                Long("operations") if command == Command::Declare => arguments.bound_operations = true,
                Long("action") if command == Command::Declare => arguments.operation(OperationKind::Action, &mut parser)?,
                Long("function") if command == Command::Declare => arguments.operation(OperationKind::Function, &mut parser)?,
                Long("paths") => arguments.templates.extend(strings(parser.values()?)?),
                Long("paths-from") => arguments.templates_from = Some(parser.value()?.into()),
                Long("api") if command == Command::Declare => {
                    arguments.beta = Some(match parser.value()?.string()?.as_str() {
                        "v1" | "v1.0" => false,
                        "beta" => true,
                        other => return Err(Stop::Usage(format!("--api is `v1` or `beta`, not `{other}`"))),
                    });
                }
                Long("checked-against") if command == Command::Declare => {
                    arguments.checked_against = Some(parser.value()?.string()?)
                }
                Long("complete") if command == Command::Declare => arguments.complete = true,
                Long("elided-cast") if command == Command::Check => arguments.elided_cast = true,
                Long("output") | Short('o') => arguments.output = Some(parser.value()?.into()),
                Long("quiet") | Short('q') => arguments.quiet = true,
                Value(word) => arguments.value(word)?,
                other => return Err(other.unexpected().into()),
            }
        }
        arguments.checked()
    }

    /// Stores the names after `--action` or `--function`.
    fn operation(&mut self, kind: OperationKind, parser: &mut lexopt::Parser) -> Result<(), Stop> {
        self.operations.extend(strings(parser.values()?)?.into_iter().map(|name| (kind, name)));
        Ok(())
    }

    /// Stores a command-line argument that is neither an option nor an option's value: the metadata file, a type or a template.
    fn value(&mut self, word: OsString) -> Result<(), Stop> {
        match self.command {
            Command::Pack if self.schema.as_os_str().is_empty() => self.schema = word.into(),
            Command::Check => self.templates.push(word.string()?),
            Command::Declare if self.types.is_empty() => self.types.push(word.string()?),
            _ => return Err(lexopt::Arg::Value(word).unexpected().into()),
        }
        Ok(())
    }

    /// Returns the arguments unchanged, or an error if a required argument is missing.
    fn checked(self) -> Result<Self, Stop> {
        let lacks = |what: &str| Err(Stop::Usage(format!("expected {what}")));
        match self.command {
            Command::Pack if self.schema.as_os_str().is_empty() => lacks("the metadata document to pack"),
            Command::Pack if self.types.is_empty() && self.packed_operations.is_empty() => {
                lacks("--types with the types to pack")
            }
            Command::Declare if self.types.is_empty() && self.bound_operations => {
                lacks("the type whose operations to declare, before --operations")
            }
            Command::Declare if self.types.is_empty() && self.operations.is_empty() => {
                lacks("the type to declare, or --action or --function with a name")
            }
            _ if self.schema.as_os_str().is_empty() => lacks("--schema with a metadata document or a packed schema"),
            _ => Ok(self),
        }
    }
}

fn strings(values: impl Iterator<Item = OsString>) -> Result<Vec<String>, lexopt::Error> {
    values.map(|value| value.string()).collect()
}
