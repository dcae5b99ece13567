// Versions of the score profile: which there are, who accepted them, and what calibration proposes.

import { get, post } from './api';

export interface ShelvedProfile {
  version: string;
  /** Null for the one that ships with the program. */
  createdAt: string | null;
  acceptedBy: string;
  reason: string;
}

export interface Shelf {
  active: string;
  /** In the order in which they came. */
  profiles: ShelvedProfile[];
  /** Oldest first; empty while the one that ships has always been the active one. */
  activations: { version: string; at: string; by: string }[];
}

export type Weights = Record<string, number>;

export interface Proposal {
  id: string;
  persona: string;
  present: Weights;
  /** Null when nothing is proposed; the reason says why. */
  proposed: Weights | null;
  customers: number;
  ratings: number;
  /** Less squared error on customers that the weights were not fitted to. */
  gainPercent: number | null;
  gainLowPercent: number | null;
  gainHighPercent: number | null;
  reason: string;
}

export interface Said {
  days: number;
  generatedAt: string;
  profile: string;
  fewestForProposal: number;
  proposals: Proposal[];
}

export interface Accepted {
  basis: string;
  persona: string;
  weights: Weights;
  acceptedBy: string;
  reason: string;
}

export const shelfUrl = '/api/v1/profiles';
export const getShelf = () => get<Shelf>(shelfUrl);
export const getSaid = () => get<Said>('/api/v1/ratings/report?by=all');
export const acceptWeights = (accepted: Accepted) => post<ShelvedProfile>(shelfUrl, accepted);
