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

  // A shelf may be inside another; a volume has a property of each type that a filter can compare.
  entity shelves {
    key id     : String(20);
        name   : String;
        inside : Association to shelves;
        holds  : Association to many shelves on holds.inside = $self;
        volumes : Association to many volumes on volumes.shelf = $self;
  }

  // A page holds at most 4 volumes; a request may ask for fewer.
  @cds.query.limit: { max: 4 }
  entity volumes {
    key id        : String(20);
        title     : String;
        code      : UUID;
        pages     : Integer;
        bytes     : Integer64;
        price     : Decimal(9, 2);
        weight    : Double;
        lent      : Boolean;
        bought    : Date;
        // CAP's own Time refuses fractions of a second, which the client writes.
        opens     : String @odata.Type: 'Edm.TimeOfDay';
        changed   : Timestamp;
        kind      : String enum { paper; audio; };
        languages : String;
        tags      : array of String;
        shelf     : Association to shelves;
  }
}
