// The service's path is the version that the client puts first into every path.
@path: '/v1.0'
service library {
  entity authors {
    key id    : UUID;
        name  : String;
        books : Association to many books on books.author = $self;
  }

  // Changes need the etag of the object, in `If-Match`.
  entity books {
    key id         : UUID;
        title      : String;
        stock      : Integer not null default 0;
        price      : Double;
        published  : Date;
        author     : Association to authors;
        modifiedAt : Timestamp @cds.on.insert: $now @cds.on.update: $now @odata.etag;
  }

  // A page holds 50 notes, and the link to the next page is relative.
  @cds.query.limit: { default: 50, max: 50 }
  entity notes {
    key id   : UUID;
        text : String;
        rank : Integer not null default 0;
  }

  entity labels {
    key id   : String(80);
        text : String;
  }
}
