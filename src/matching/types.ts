/** A kind of help of which a village still needs some. */
export interface Need {
  code: string;
  name: string;
}

/** A village that waits for its lead, as far as matching looks at it. */
export interface Waiting {
  code: string;
  name: string;
  kecamatanCode: string;
  kecamatan: string;
  /** Its largest open needs, the largest first; null where no assessment told of any. */
  needs: Need[] | null;
  /** The OPD that the SK names; null where it names none that exists on the day. */
  decree: number | null;
  /** OPD that accompanied it before, or those that go on for them. */
  before: number[];
  /** OPD that cannot become its lead, as they work there already. */
  barred: number[];
  /** Works there already an OPD that delivers help by itself? */
  supported: boolean;
}

/** An OPD of the day. */
export interface Candidate {
  id: number;
  name: string;
  /** How many villages it leads, and how many at most; null for no limit. */
  leads: number;
  capacity: number | null;
  supports: number;
  technical: boolean;
  /** Codes of the kinds of help it serves. */
  serves: string[];
  /** Codes of the kecamatan whose office it is or where it leads already. */
  kecamatan: string[];
}

/** How much each reason counts; settings of the office. */
export interface Points {
  /** For serving the largest, second and third largest need. */
  needs: [number, number, number];
  decree: number;
  before: number;
  kecamatan: number;
  /** For an OPD that leads no village yet, once. */
  first: number;
}

export interface MatchInput {
  villages: Waiting[];
  agencies: Candidate[];
  points: Points;
  /** Chosen by hand: village code to OPD. */
  fixed: [code: string, agencyId: number][];
}

/** Why an OPD suits a village. */
export interface Fit {
  points: number;
  reasons: { words: string; points: number }[];
}

export interface Proposal {
  village: Waiting;
  lead: Candidate;
  fit: Fit;
  /** Chosen by hand. */
  fixed: boolean;
  /** An OPD that delivers help by itself, beside a lead that does not; null where none is needed or there is none. */
  support: Candidate | null;
  /** The OPD with the most points of its own that has room left; null where none has. */
  runnerUp: { agency: Candidate; fit: Fit } | null;
}

/** A proposal for every village, or why there is none and what would make one possible. */
export interface Matching {
  proposals: Proposal[];
  blocked: string[];
}
