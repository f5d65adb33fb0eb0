# language: fr
@RES @INS
Fonctionnalité: INSi en panne
  Une panne n'est jamais lue comme une réponse : l'identité reste ce qu'elle était.

  @RES-08 @negatif @capacite.patient.creer @capacite.ins.rechercher @capacite.journal.appels
  Plan du Scénario: Rechercher l'INS d'un usager pendant que INSi <panne>
    Étant donné un usager "ANTOINE CHEVALIER", au statut "provisoire"
    Et INSi <panne>
    Quand le professionnel recherche l'INS de cet usager
    Alors le journal du logiciel garde un échec technique de la recherche, sans réponse
    Et l'identité de cet usager est inchangée
    Et le professionnel est informé de la panne
    Et INSi a reçu de 1 à 4 appels à l'opération "recherche par traits"
    Étant donné que INSi est rétabli
    Quand le professionnel recherche l'INS de cet usager et accepte l'identité proposée
    Alors le matricule et l'OID de cet usager sont ceux d'INSi

    Exemples:
      | panne                                          |
      | est indisponible                               |
      | coupe les connexions                           |
      | ne rend qu'une partie de ses réponses          |
      | se dit momentanément inaccessible              |

  @RES-09 @negatif @capacite.patient.creer @capacite.patient.justifier @capacite.ins.rechercher @capacite.ins.verifier @capacite.journal.appels
  Plan du Scénario: Vérifier l'INS d'un usager pendant que INSi <panne>
    Étant donné un usager "ISABELLE FAURE", au statut "qualifiée"
    Et INSi <panne>
    Quand le professionnel vérifie l'INS de cet usager malgré la panne
    Alors l'identité de cet usager est inchangée
    Et le journal du logiciel garde un échec technique de la vérification, sans réponse

    Exemples:
      | panne                                          |
      | est indisponible                               |
      | coupe les connexions                           |
      | ne rend qu'une partie de ses réponses          |
