# language: fr
@INS
Fonctionnalité: Rechercher l'INS d'un usager
  Le logiciel interroge INSi comme le veut le guide, montre ce qu'il a obtenu, ne reprend rien
  sans l'accord du professionnel et garde la trace de chaque appel.

  @INS-04 @capacite.patient.creer @capacite.ins.rechercher @capacite.journal.appels
  Scénario: Une identité est trouvée par traits, comparée puis acceptée
    Étant donné un usager "LUCIE FONTAINE", dont le lieu de naissance est "99999"
    Quand le professionnel crée cet usager
    Alors l'action est acceptée
    Et l'identité de cet usager est au statut "provisoire"
    Étant donné que l'identité de cet usager est bien au statut "provisoire"
    Quand le professionnel recherche l'INS de cet usager
    Alors INSi a reçu 1 appel à l'opération "recherche par traits"
    Et les traits envoyés à INSi sont ceux de cet usager
    Et la comparaison entre l'identité locale et celle d'INSi est montrée, avec ses seules différences
    Et l'identité de cet usager est inchangée, tant que le professionnel n'a pas décidé
    Et le journal du logiciel garde la réponse "00" et le mode "traits"
    Et le journal du logiciel garde toutes les données rendues par INSi
    Et le journal du logiciel garde l'utilisateur, la date et l'heure de chaque appel
    Quand le professionnel accepte l'identité proposée
    Alors l'identité de cet usager est au statut "récupérée"
    Et le matricule et l'OID de cet usager sont ceux d'INSi
    Et les traits de cet usager sont ceux d'INSi

  @INS-07 @capacite.patient.creer @capacite.ins.carte_vitale @capacite.journal.appels
  Scénario: Une identité est trouvée par carte Vitale
    Étant donné un usager "NORA HADDAD", au statut "provisoire"
    Et la carte Vitale de cet usager est dans le lecteur
    Quand le professionnel recherche l'INS de cet usager par sa carte Vitale
    Alors INSi a reçu 1 appel à l'opération "recherche par carte Vitale"
    Et le journal du logiciel garde la réponse "00" et le mode "carte Vitale"
    Et le journal du logiciel garde toutes les données rendues par INSi
    Quand le professionnel accepte l'identité proposée
    Alors le matricule et l'OID de cet usager sont ceux d'INSi

  @INS-08 @negatif @capacite.patient.creer @capacite.patient.justifier @capacite.ins.rechercher @capacite.journal.appels
  Plan du Scénario: INSi ne trouve aucune identité pour un usager au statut "<statut>"
    Étant donné un usager "SIMON BLANC", au statut "<statut>"
    Et INSi ne connaît pas cet usager
    Quand le professionnel recherche l'INS de cet usager
    Alors INSi a reçu 1 appel à l'opération "recherche par traits"
    Et aucune identité n'est proposée
    Et l'identité de cet usager est inchangée
    Et le journal du logiciel garde la réponse "01"
    Et le journal du logiciel garde la réponse "01" et le mode "traits"
    Et le professionnel est informé que l'INS n'a pas été trouvé

    Exemples:
      | statut     |
      | provisoire |
      | validée    |

  @INS-09 @negatif @capacite.patient.creer @capacite.ins.rechercher @capacite.journal.appels
  Scénario: Plusieurs identités, puis une seule avec les autres prénoms et le lieu de naissance
    Étant donné un usager "CAMILLE MOREAU", dont les prénoms de naissance sont "CAMILLE", au statut "provisoire"
    Quand le professionnel recherche l'INS de cet usager
    Alors INSi a reçu 1 appel à l'opération "recherche par traits"
    Et aucune identité n'est proposée
    Et l'identité de cet usager est inchangée
    Et le journal du logiciel garde la réponse "02"
    Et le journal du logiciel garde la réponse "02" et le mode "traits"
    Et le professionnel est informé que plusieurs identités existent
    Étant donné que le professionnel a corrigé les prénoms de naissance en "CAMILLE LOUISE"
    Quand le professionnel recherche l'INS de cet usager avec tous ses prénoms
    Alors INSi a été interrogé avec "CAMILLE LOUISE"
    Et aucune identité n'est proposée
    Quand le professionnel recherche l'INS de cet usager avec tous ses prénoms et son lieu de naissance
    Alors la comparaison entre l'identité locale et celle d'INSi est montrée, avec ses seules différences
    Quand le professionnel accepte l'identité proposée
    Alors le matricule et l'OID de cet usager sont ceux d'INSi

  @INS-10 @negatif @capacite.patient.creer @capacite.patient.justifier @capacite.ins.rechercher @capacite.journal.appels
  Plan du Scénario: Plusieurs identités que rien ne sépare, pour un usager au statut "<statut>"
    Étant donné un usager "PAUL LEROUX", au statut "<statut>"
    Quand le professionnel recherche l'INS de cet usager avec tous ses prénoms et son lieu de naissance
    Alors aucune identité n'est proposée
    Et l'identité de cet usager est inchangée
    Et l'identité de cet usager ne porte ni matricule ni OID
    Et le journal du logiciel garde la réponse "02"
    Et le professionnel est informé que plusieurs identités existent

    Exemples:
      | statut     |
      | provisoire |
      | validée    |

  @INS-11 @negatif @capacite.patient.creer @capacite.patient.justifier @capacite.ins.rechercher
  Plan du Scénario: INSi rend une date de naissance incomplète, <date>
    Étant donné un usager "JEANNE GAUTHIER", au statut "<statut>"
    Et INSi rend une identité dont la date de naissance est "<date>"
    Quand le professionnel recherche l'INS de cet usager et accepte l'identité proposée
    Alors l'identité de cet usager est inchangée
    Et l'identité de cet usager ne porte ni matricule ni OID
    Et le professionnel est informé que cette identité ne peut pas être reprise

    Exemples:
      | statut     | date       |
      | provisoire | 1950-00-00 |
      | validée    | 1950-07-00 |

  @INS-12 @negatif @capacite.patient.creer @capacite.ins.rechercher
  Plan du Scénario: INSi rend une identité sans <trait>
    Étant donné un usager "LUCIE FONTAINE", au statut "provisoire"
    Et INSi rend une identité dont <trait> est ""
    Quand le professionnel recherche l'INS de cet usager et accepte l'identité proposée
    Alors l'identité de cet usager est inchangée
    Et l'identité de cet usager ne porte ni matricule ni OID
    Et le professionnel est informé que cette identité ne peut pas être reprise

    Exemples:
      | trait                   |
      | le nom de naissance     |
      | les prénoms de naissance |
      | le sexe                 |

  @INS-13 @capacite.patient.creer @capacite.ins.rechercher
  Scénario: Le premier prénom local n'ouvre pas la liste des prénoms rendue par INSi
    Étant donné un usager "JEANNE GAUTHIER", dont le prénom est "MARIE", au statut "provisoire"
    Quand le professionnel recherche l'INS de cet usager
    Alors une alerte est montrée sur l'identité rendue

  @INS-14 @negatif @capacite.patient.creer @capacite.ins.rechercher @capacite.journal.appels
  Scénario: Un trait d'union oublié dans le nom de naissance
    Étant donné un usager "YANN LE-GOFF", dont le nom de naissance est "LE GOFF", au statut "provisoire"
    Quand le professionnel recherche l'INS de cet usager
    Alors INSi a reçu de 1 à 2 appels à l'opération "recherche par traits"
    Et l'identité de cet usager est inchangée
    Et le journal du logiciel garde la réponse "01"
    Et le professionnel est informé que l'INS n'a pas été trouvé
